"""Named arrays on disk: read only as expected, hashed by what they hold."""

import io
import pickle
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from model.arrays import UnexpectedArrays, arrays_sha256, load_arrays, save_arrays

ARRAYS: dict[str, NDArray[Any]] = {"a": np.arange(6, dtype=np.float32).reshape(2, 3), "b": np.array([1, 2], np.int64)}
SHAPES = {"a": ("float32", (2, 3)), "b": ("int64", (2,))}


class _Bomb:
    """Unpickling it would make a file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return (Path.touch, (self._path,))


def _write_zip(path: Path, entries: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> None:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)


def _npy(array: NDArray[Any], **options: bool) -> bytes:
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, array, **options)
    return buffer.getvalue()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "arrays.npz"


def test_what_was_saved_is_what_is_read(path: Path) -> None:
    """Values, types and shapes."""
    save_arrays(path, ARRAYS)
    found = load_arrays(path, SHAPES)
    assert found.keys() == ARRAYS.keys()
    for name, array in ARRAYS.items():
        np.testing.assert_array_equal(found[name], array)
        assert found[name].dtype == array.dtype


def test_arrays_without_rows_are_kept(path: Path) -> None:
    """A model of no columns is still a model."""
    save_arrays(path, {"a": np.empty((0, 3), np.float32)})
    assert load_arrays(path, {"a": ("float32", (0, 3))})["a"].shape == (0, 3)


@pytest.mark.parametrize(
    "expected",
    [
        {"a": ("float32", (2, 3))},
        {**SHAPES, "c": ("float32", (1,))},
        {**SHAPES, "a": ("float32", (3, 2))},
        {**SHAPES, "a": ("float64", (2, 3))},
        {"a": ("float32", (2, 3)), "c": ("int64", (2,))},
    ],
)
def test_other_arrays_than_expected_are_refused(path: Path, expected: dict[str, Any]) -> None:
    """One too many, one too few, another shape, another type, another name."""
    save_arrays(path, ARRAYS)
    with pytest.raises(UnexpectedArrays, match=r"arrays\.npz"):
        load_arrays(path, expected)


def test_a_pickle_in_its_place_does_not_run(path: Path, tmp_path: Path) -> None:
    """A file that would run code when unpickled is refused unread."""
    bomb = pickle.dumps(_Bomb(tmp_path / "ran"))
    for content in (bomb, None):
        if content is None:
            _write_zip(path, {"a.npy": bomb, "b.npy": _npy(ARRAYS["b"])})
        else:
            path.write_bytes(content)
        with pytest.raises(UnexpectedArrays):
            load_arrays(path, SHAPES)
    assert not (tmp_path / "ran").exists()


def test_arrays_of_objects_are_refused_unread(path: Path, tmp_path: Path) -> None:
    """Whether the expected type is a number's or an object's, nothing is unpickled."""
    objects = np.array([_Bomb(tmp_path / "ran")], dtype=object)
    _write_zip(path, {"a.npy": _npy(objects, allow_pickle=True)})
    for dtype in ("float32", "O"):
        with pytest.raises(UnexpectedArrays):
            load_arrays(path, {"a": (dtype, (1,))})
    assert not (tmp_path / "ran").exists()


def test_an_array_that_would_grow_while_it_is_read_is_refused(path: Path) -> None:
    """A few kilobytes that unpack to a gigabyte are refused before any memory is asked for."""
    _write_zip(path, {"a.npy": _npy(np.zeros((1_000, 1_000), np.float32))}, zipfile.ZIP_DEFLATED)
    assert path.stat().st_size < 20_000
    with pytest.raises(UnexpectedArrays, match="compressed"):
        load_arrays(path, {"a": ("float32", (1_000, 1_000))})


def test_a_header_that_promises_more_than_there_is_is_refused(path: Path) -> None:
    """Sixteen terabytes that a header of a small file announces are never allocated."""
    shape = (1 << 21, 1 << 21)
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(header, {"descr": "<f4", "fortran_order": False, "shape": shape})
    _write_zip(path, {"a.npy": header.getvalue() + b"\0" * 64})
    with pytest.raises(UnexpectedArrays, match="cut off"):
        load_arrays(path, {"a": ("float32", shape)})


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.99])
def test_a_file_cut_off_is_refused(path: Path, share: float) -> None:
    """Wherever it ends."""
    save_arrays(path, ARRAYS)
    content = path.read_bytes()
    path.write_bytes(content[: int(share * len(content))])
    with pytest.raises(UnexpectedArrays):
        load_arrays(path, SHAPES)


def test_a_changed_byte_is_seen(path: Path) -> None:
    """The archive's own check sums tell it."""
    save_arrays(path, ARRAYS)
    content = bytearray(path.read_bytes())
    content[content.index(ARRAYS["a"].tobytes()) + 3] ^= 1
    path.write_bytes(content)
    with pytest.raises(UnexpectedArrays):
        load_arrays(path, SHAPES)


def test_a_missing_file_is_refused(path: Path) -> None:
    """With its name in the sentence."""
    with pytest.raises(UnexpectedArrays, match=r"arrays\.npz"):
        load_arrays(path, SHAPES)


def test_the_hash_is_over_what_the_arrays_hold() -> None:
    """Order of names and layout in memory do not matter; values, shapes, types and names do."""
    same = {"b": ARRAYS["b"], "a": np.asfortranarray(ARRAYS["a"])}
    assert arrays_sha256(same) == arrays_sha256(ARRAYS)
    changed = ARRAYS["a"].copy()
    changed[0, 0] = 9
    for other in (changed, ARRAYS["a"].reshape(3, 2), ARRAYS["a"].astype(np.float64)):
        assert arrays_sha256({**ARRAYS, "a": other}) != arrays_sha256(ARRAYS)
    assert arrays_sha256({"c": ARRAYS["a"], "b": ARRAYS["b"]}) != arrays_sha256(ARRAYS)


def test_a_save_that_fails_leaves_the_former_file_and_no_half(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No room while writing, or while flushing to the disk."""
    save_arrays(path, ARRAYS)

    def fails(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    for target in ("numpy.savez", "os.fsync"):
        with monkeypatch.context() as patch:
            patch.setattr(target, fails)
            with pytest.raises(OSError, match="No space left"):
                save_arrays(path, {"a": np.zeros(3, np.float32)})
        assert [found.name for found in path.parent.iterdir() if found.is_file()] == ["arrays.npz"]
    assert load_arrays(path, SHAPES)
