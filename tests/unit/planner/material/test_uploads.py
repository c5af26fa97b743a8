"""Uploads go to disk at once, whole, and once only."""

import io
from pathlib import Path

import pytest

from planner.material.uploads import UploadFailed, keep_upload, safe_name


def test_an_upload_lies_on_disk_with_its_name_and_content(tmp_path: Path) -> None:
    """What was uploaded can be read back from the returned path, under the name the person knows."""
    path = keep_upload(io.BytesIO(b"text,label\ngood,1\n"), "tweets.csv", tmp_path)
    assert path.read_bytes() == b"text,label\ngood,1\n"
    assert path.name == "tweets.csv"
    assert tmp_path / "uploads" in path.parents


def test_the_same_content_twice_is_one_file(tmp_path: Path) -> None:
    """A second upload of the same file takes no more room."""
    first = keep_upload(io.BytesIO(b"a,b\n"), "t.csv", tmp_path)
    second = keep_upload(io.BytesIO(b"a,b\n"), "t.csv", tmp_path)
    assert first == second
    assert [p for p in (tmp_path / "uploads").rglob("*") if p.is_file()] == [first]


def test_two_files_of_one_name_are_both_kept(tmp_path: Path) -> None:
    """A corrected file of the same name does not overwrite the one that a session was trained on."""
    first = keep_upload(io.BytesIO(b"a,b\n1,2\n"), "t.csv", tmp_path)
    second = keep_upload(io.BytesIO(b"a,b\n3,4\n"), "t.csv", tmp_path)
    assert first.read_bytes() == b"a,b\n1,2\n"
    assert second.read_bytes() == b"a,b\n3,4\n"


@pytest.mark.parametrize("name", ["../../../escape.csv", "..\\..\\escape.csv", "/etc/passwd", "..", ""])
def test_a_name_never_leads_out_of_the_uploads_folder(name: str, tmp_path: Path) -> None:
    """Folders in an uploaded file's name are dropped."""
    path = keep_upload(io.BytesIO(b"x"), name, tmp_path)
    assert (tmp_path / "uploads").resolve() in path.resolve().parents
    assert path.name == safe_name(name)


def test_a_failed_upload_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    """When the connection or disk fails midway, one sentence says so and no half file remains."""

    class Breaking(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell():
                raise OSError(28, "No space left on device")
            return super().read(4)

    with pytest.raises(UploadFailed, match=r"t\.csv could not be kept .* No space left on device"):
        keep_upload(Breaking(b"0123456789"), "t.csv", tmp_path)
    assert not [p for p in (tmp_path / "uploads").rglob("*") if p.is_file()]
