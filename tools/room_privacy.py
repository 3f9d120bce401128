"""An import contract: `journeywork.<room>.models` is imported by that room alone.

So are the models of a part of a room, such as `journeywork.<room>.post_models`.
"""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, output

ROOT = "journeywork"


class RoomPrivacy(Contract):
    """Breaks for every import of a room's models from outside that room."""

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002, FBT001 -- the signature is the linter's
        """Look at every module called `models` and at who imports it."""
        leaks = []
        for module in sorted(graph.modules):
            parts = module.split(".")
            if parts[0] == ROOT and any(part.endswith("models") for part in parts[2:]):
                room = ".".join(parts[:2])
                importers = graph.find_modules_that_directly_import(module)
                leaks += [(i, module) for i in sorted(importers) if not i.startswith(room + ".")]
        return ContractCheck(kept=not leaks, metadata={"leaks": leaks})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Name each importer and the models it reached for."""
        for importer, models in check.metadata["leaks"]:
            output.print_error(f"{importer} imports {models}: ask that room's queries or actions")
            output.new_line()
