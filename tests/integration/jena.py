"""How the programs of Apache Jena are started: those on the path, or those of Debian's library."""

from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path

import pytest

_JARS = Path("/usr/share/java")


def jena_command(main: str, folder: pytest.TempPathFactory) -> tuple[str, ...]:
    """Return the command that runs a program of Jena's, named by its class; skip the test without Jena."""
    if found := shutil.which(main.removeprefix("riotcmd.")):
        return (found,)
    java = shutil.which("java")
    if java is None or not (_JARS / "jena-cmds.jar").exists():
        pytest.skip(f"{main} is not installed (Debian: libapache-jena-java, and any Java runtime)")
    # Debian's Jena looks for the texts of its XML library where the package did not put them.
    texts = folder.mktemp("jena")
    with zipfile.ZipFile(_JARS / "jena-core.jar") as core:
        kept = "org/apache/jena/ext/"
        for name in core.namelist():
            if name.startswith(kept) and name.endswith(".properties"):
                target = texts / name.removeprefix(kept)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(core.read(name))
    names = "jena-* *json-ld jsonld-* jackson-* http* slf4j-api slf4j-simple commons-* *thrift dexx* guava"
    jars = [str(jar) for name in names.split() for jar in sorted(_JARS.glob(f"{name}.jar"))]
    return (java, "-cp", os.pathsep.join([str(texts), *jars]), main)
