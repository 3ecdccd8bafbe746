#!/usr/bin/env python3
"""Packs the binaries of a release: one archive for each target, and SHA256SUMS.

    package.py JAMB BINARIES OUT

JAMB is a binary that runs on this machine: it writes the completions and man pages.
BINARIES holds a folder for each target, named after it, with `jamb` or `jamb.exe` inside.
OUT receives `jamb-TARGET.tar.gz` (`.zip` for Windows). The same files give the same bytes.
"""

import gzip
import hashlib
import io
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHELLS = {"bash": "jamb.bash", "elvish": "jamb.elv", "fish": "jamb.fish", "powershell": "_jamb.ps1", "zsh": "_jamb"}


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    jamb, binaries, out = Path(sys.argv[1]).resolve(), Path(sys.argv[2]), Path(sys.argv[3])
    folders = sorted(folder for folder in binaries.iterdir() if folder.is_dir())
    if not folders:
        sys.exit(f"no binaries in {binaries}")
    out.mkdir(parents=True, exist_ok=True)
    shared = documents() | completions(jamb) | man_pages(jamb)
    sums = [pack(folder, shared, out) for folder in folders]
    (out / "SHA256SUMS").write_text("".join(sums), encoding="utf-8", newline="\n")


def documents():
    return {name: (ROOT / name).read_bytes() for name in ("CHANGELOG.md", "LICENSE", "README.md")}


def completions(jamb):
    made = {shell: subprocess.run([jamb, "completions", shell], check=True, capture_output=True).stdout for shell in SHELLS}
    return {f"completions/{SHELLS[shell]}": text for shell, text in made.items()}


def man_pages(jamb):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([jamb, "man", "--out-dir", folder], check=True)
        return {f"man/{page.name}": page.read_bytes() for page in Path(folder).iterdir()}


def pack(folder, shared, out):
    """Writes the archive of a target, and returns its line in SHA256SUMS."""
    windows = "windows" in folder.name
    binary = "jamb.exe" if windows else "jamb"
    name = f"jamb-{folder.name}"
    files = shared | {binary: (folder / binary).read_bytes()}
    files = {f"{name}/{path}": text for path, text in sorted(files.items())}
    archive = out / f"{name}.{'zip' if windows else 'tar.gz'}"
    archive.write_bytes(zipped(files) if windows else tarred(files, f"{name}/{binary}"))
    return f"{hashlib.sha256(archive.read_bytes()).hexdigest()}  {archive.name}\n"


def tarred(files, executable):
    """No times and no owners: artifacts lose the executable bit, so it is set here."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for path, text in files.items():
            entry = tarfile.TarInfo(path)
            entry.size, entry.mode = len(text), 0o755 if path == executable else 0o644
            archive.addfile(entry, io.BytesIO(text))
    return gzip.compress(packed.getvalue(), mtime=0)


def zipped(files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in files.items():
            # The earliest date that the format has.
            archive.writestr(zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


main()
