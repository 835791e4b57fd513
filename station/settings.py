"""The one place of configuration: where things are and how this station is set; nothing personal stands here.

Values come from `settings.json` in the data folder, what the window changes is written back there, and the
environment (STATION_DATA, STATION_CAMERA) goes before both.
"""

from __future__ import annotations

import logging
import os
from codecs import BOM_UTF8
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta
from platformdirs import user_config_path, user_data_path

log = logging.getLogger(__name__)


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """How this station is set. sync_every_s: seconds between rounds when nothing nudges the courier.

    home: the page that it starts on, the gate, the volunteer desk (`duty`) or the sampling table (`table`).
    """

    camera: str = "0"
    mirror: bool = True
    lane: str = "1"
    direction: Annotated[str, Meta(pattern="^(in|out)$")] = "in"
    operator: str = ""
    shift: str = ""
    language: Annotated[str, Meta(pattern="^(zh_CN|zh_TW|en)$")] = "zh_CN"
    theme: Annotated[str, Meta(pattern="^(light|dark)$")] = "light"
    sounds: bool = True
    home: Annotated[str, Meta(pattern="^(gate|duty|table)$")] = "gate"
    sync_every_s: Annotated[float, Meta(gt=0, le=86_400)] = 30.0


class BadSettings(ValueError):
    """The settings file cannot be used; the message says why and where it is."""


class Places(msgspec.Struct, frozen=True, kw_only=True):
    """Where this station's files are. The key lies apart from the data, so that a copied data folder stays shut."""

    data: Path
    key: Path

    @property
    def store(self) -> Path:
        """The station's SQLite file."""
        return self.data / "station.db"

    @property
    def prints(self) -> Path:
        """What was printed where there is no printer."""
        return self.data / "prints"

    @property
    def exports(self) -> Path:
        """Where the window proposes to put an export."""
        return self.data / "exports"

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.data / "settings.json"


class Kept:
    """The settings as they are now; each change is kept for the next start. is_written: False for a demo."""

    def __init__(self, where: Places, settings: Settings, *, is_written: bool) -> None:
        self._where, self.now, self._is_written = where, settings, is_written

    def change(self, **changes: str) -> None:
        """Change these settings by name."""
        self.now = msgspec.structs.replace(self.now, **changes)
        if not self._is_written:
            return
        try:
            save(self._where, self.now)
        except OSError as error:
            log.warning("settings were not kept: %s", error.strerror)


def places(data: Path | None = None) -> Places:
    """The folders to use: an explicit one, STATION_DATA, or the desktop's own place for a program's data."""
    chosen = data or (Path(env) if (env := os.environ.get("STATION_DATA")) else None)
    if chosen is None:
        return Places(data=user_data_path("station"), key=user_config_path("station") / "store.key")
    return Places(data=chosen, key=chosen.with_name(chosen.name + ".key"))


def demo_places(data: Path | None = None) -> Places:
    """Where the demo's files are: beside the real ones, never among them."""
    real = places(data)
    folder = real.data.with_name(real.data.name + "-demo")
    return Places(data=folder, key=folder.with_name(folder.name + ".key"))


def load(where: Places) -> Settings:
    """The settings kept there, or the defaults. Raises BadSettings."""
    try:
        settings = msgspec.json.decode(where.settings.read_bytes().removeprefix(BOM_UTF8), type=Settings)
    except FileNotFoundError:
        settings = Settings()
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadSettings(f"{where.settings} cannot be used: {error}") from error
    camera = os.environ.get("STATION_CAMERA")
    return msgspec.structs.replace(settings, camera=camera) if camera else settings


def save(where: Places, settings: Settings) -> None:
    """Keep the settings; the old file stays whole until the new one is, a power cut or not. Raises OSError."""
    where.data.mkdir(parents=True, exist_ok=True)
    part = where.settings.with_suffix(".part")
    try:
        with part.open("wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(settings), indent=2))
            file.flush()
            os.fsync(file.fileno())
        part.replace(where.settings)
    finally:
        part.unlink(missing_ok=True)
