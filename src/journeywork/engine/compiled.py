"""Machine code for the inner loops.

Only modules that are imported while something is being solved import this one: numba takes half
a second to load, and the rest of the product never needs it. What was compiled is kept on disk:
beside the source, or where the package's folder may only be read, in the folder of the person
who runs it (numba's own rule; NUMBA_CACHE_DIR names another); where nothing may be written, it is
compiled anew by each program.

Functions that call each other stand in one file: numba looks only at a function's own file to
see that what it kept is out of date.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """The same function as machine code, at its first call."""
    try:
        return cast("Function", njit(cache=True)(function))
    except RuntimeError:  # No folder can be written to: numba says so when it is asked to keep.
        return cast("Function", njit(function))
