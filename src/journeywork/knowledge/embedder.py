"""The optional model that turns a text into a vector: an ONNX file and a tokenizer in a folder.

Needs the extra `semantic` (onnxruntime and tokenizers, never torch) and no network. The vector
of a text is the mean of what the model says of each of its word pieces, of unit length, as the
models of the sentence-transformers family are meant to be read.
"""

import hashlib
import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

MODEL, TOKENIZER = "model.onnx", "tokenizer.json"
#: So many word pieces of a text are read; the models of this family were trained on no more.
LONGEST = 256
#: A text is cut to so many characters before it is taken apart.
LONGEST_TEXT = 4_000
#: Texts that are computed side by side: of about the same length, so that little is padded.
AT_ONCE = 8

Vector = NDArray[np.float32]


class Embedder:
    """The model in `folder`. Safe to use from many threads; loading takes about a second."""

    def __init__(self, folder: Path) -> None:
        """Load the model. Raises ImportError without the extra, OSError or ValueError else."""
        import onnxruntime
        from tokenizers import Tokenizer

        self.mark = _mark(folder)
        self._tokenizer: Any = _loaded(Tokenizer.from_file, str(folder / TOKENIZER))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session: Any = _loaded(
            onnxruntime.InferenceSession,
            str(folder / MODEL),
            options,
            providers=["CPUExecutionProvider"],
        )
        self._asks_for = [each.name for each in self._session.get_inputs()]

    def vectors(self, texts: Sequence[str]) -> Vector:
        """Return one row of unit length for each of `texts`; zeros for one without words."""
        pieces = [self._tokenizer.encode(text[:LONGEST_TEXT]).ids for text in texts]
        order = sorted(range(len(pieces)), key=lambda place: len(pieces[place]))
        found: list[tuple[int, Vector]] = []
        for start in range(0, len(order), AT_ONCE):
            places = order[start : start + AT_ONCE]
            found += zip(places, self._computed([pieces[place] for place in places]), strict=True)
        return np.stack([vector for _, vector in sorted(found, key=lambda each: each[0])])

    def _computed(self, pieces: Sequence[Sequence[int]]) -> Vector:
        longest = max(1, *(len(each) for each in pieces))
        ids = np.zeros((len(pieces), longest), np.int64)
        there = np.zeros_like(ids)
        for place, each in enumerate(pieces):
            ids[place, : len(each)] = each
            there[place, : len(each)] = 1
        given = {"input_ids": ids, "attention_mask": there, "token_type_ids": np.zeros_like(ids)}
        asked = {name: given[name] for name in self._asks_for}
        return _of_unit_length(_means(self._session.run(None, asked)[0], there))


def text_of(title: str, body: str) -> str:
    """Return what of a card is turned into a vector."""
    return f"{title}\n{body}"


def near(asked: Vector, cards: Iterable[UUID], kept: Mapping[UUID, Vector]) -> dict[UUID, float]:
    """Return the cosine of `asked` and each of `cards`; one that has no vector is left out."""
    there = [card for card in cards if card in kept]
    if not there:
        return {}
    found = np.stack([kept[card] for card in there]) @ asked
    return {card: float(each) for card, each in zip(there, found, strict=True)}


def _means(said: Vector, there: NDArray[np.int64]) -> Vector:
    """Return the mean over the pieces that are there; a model may have done so itself."""
    if said.ndim == 2:  # noqa: PLR2004 -- one row a text
        return said
    weights = there[:, :, None].astype(np.float32)
    means: Vector = (said * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1.0)
    return means


def _of_unit_length(rows: Vector) -> Vector:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    found: Vector = (rows / np.maximum(lengths, 1e-9)).astype(np.float32)
    return found


def _loaded(load: Any, *given: Any, **named: Any) -> Any:
    """Call `load`; whatever its library raises for a file that is none becomes a ValueError."""
    try:
        return load(*given, **named)
    except Exception as fault:
        raise ValueError(f"{given[0]} cannot be read as a model: {type(fault).__name__}") from fault


def _mark(folder: Path) -> str:
    """Return what names the model: vectors of different models must never be compared."""
    read = hashlib.sha256()
    for name in (MODEL, TOKENIZER):
        read.update((folder / name).read_bytes())
    return read.hexdigest()[:16]


_opened: dict[Path, Embedder] = {}
_opening = threading.Lock()


def embedder(folder: Path) -> Embedder:
    """Return the model in `folder`, loaded once in this process; raises as `Embedder` does."""
    with _opening:
        if folder not in _opened:
            _opened[folder] = Embedder(folder)
        return _opened[folder]
