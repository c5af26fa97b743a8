"""Saving a Keras model into a folder: whole where Keras can, else its weights alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from callit.errors import SaveFailed
from callit.keras.weights import BARE_FILE, MODEL_FILE, model_digests, weights_hash, write_digests


class Saver:
    """Saves one model again and again. `why_bare` says why only its weights can be saved; empty where all can."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self.why_bare = ""

    def __call__(self, folder: Path) -> str:
        """Write the model and the hashes of its weights; one hash over them.

        Raises
        ------
        OSError
            No room.
        SaveFailed
            Keras can save neither the model nor its weights.
        """
        if not self.why_bare:
            try:
                self._model.save(folder / MODEL_FILE)
            except OSError:
                raise
            except Exception as error:
                self.why_bare = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
                (folder / MODEL_FILE).unlink(missing_ok=True)
        if self.why_bare:
            self._save_bare(folder)
        digests = model_digests(self._model)
        write_digests(folder, digests)
        return weights_hash(digests)

    def _save_bare(self, folder: Path) -> None:
        try:
            self._model.save_weights(folder / BARE_FILE)
        except OSError:
            raise
        except Exception as error:
            raise SaveFailed(f"Neither the model nor its weights can be saved: {error}") from error

    def restore(self, folder: Path, weights_sha256: str) -> bool:
        """Put the saved weights back into the model; False where they are not those of the hash afterwards."""
        path = folder / (BARE_FILE if self.why_bare else MODEL_FILE)
        self._model.load_weights(path)
        return weights_hash(model_digests(self._model)) == weights_sha256
