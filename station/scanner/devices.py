"""Which device a camera's setting means: a number, a node or a name; what the device gives is left to `camera`.

A camera keeps its name when it is unplugged and plugged in again, its node's number often changes. So a setting is
turned into a node anew at every opening, and never remembered as a node.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

DEVICES = Path("/sys/class/video4linux")
NODES = Path("/dev")
IN_MEMORY: Final = f"{NODES}/shm/"
"""Where Linux keeps files in memory: beside the nodes, and none of them."""
PICTURES: Final = {".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".webp"}
_LIKE_A_FILE: Final = re.compile(r"[/\\%]|\.[A-Za-z][A-Za-z0-9]{1,4}$")


@dataclass(frozen=True, slots=True)
class Device:
    """A camera of this computer. source: what `open_camera` takes and settings keep: its name, or a node without one.

    model: its name as it gives it itself; bus: where it is plugged in.

    Of two cameras of one name each has its place on the bus behind it, "HD Webcam (1-1.2)": that stays as long as the
    plugs stay where they are.
    """

    source: str
    name: str
    node: str
    model: str = ""
    bus: str = ""

    def is_meant_by(self, setting: str) -> bool:
        """Whether a setting names this camera, with its place on the bus or without, in capitals or not."""
        return setting.casefold() in {name.casefold() for name in (self.source, self.model, self.placed)}

    @property
    def placed(self) -> str:
        """Its name with its place on the bus."""
        return f"{self.model} ({self.bus})" if self.model and self.bus else self.model


def cameras_in(folder: Path | None = None) -> list[Device]:
    """The cameras that Linux shows in this folder; a few small files are read, nothing is opened. Elsewhere: none."""
    found = [_device(entry) for entry in (folder or DEVICES).glob("video*") if _gives_pictures(entry)]
    models = [one.model for one in found]
    told_apart = [
        replace(one, source=one.placed, name=one.placed) if one.model and models.count(one.model) > 1 else one
        for one in found
    ]
    return sorted(told_apart, key=lambda one: (one.bus, len(one.node), one.node))


def _gives_pictures(entry: Path) -> bool:
    # One webcam shows several nodes; those of index 0 give pictures, the others give metadata.
    return _line_in(entry / "index") in {"", "0"}


def _device(entry: Path) -> Device:
    place, node, model = entry / "device", str(NODES / entry.name), _line_in(entry / "name")
    bus = place.resolve().name.split(":")[0] if place.exists() else entry.name
    return Device(model or node, model or node, node, model, bus)


def _line_in(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def node_of(setting: str, *, was_named: str = "", folder: Path | None = None) -> str:
    """The node or number to open for a setting; the setting itself when no camera of now is meant by it.

    was_named: how the camera of a node was called when it was last open. Plugged in again it may have another number,
    and its old one may have gone to nobody.
    """
    cameras = cameras_in(folder)
    node = str(NODES / f"video{setting}") if setting.isdigit() else setting
    if any(camera.node == node for camera in cameras):
        return setting
    for name in (setting, was_named):
        for camera in cameras:
            if name and camera.is_meant_by(name):
                return camera.node
    return setting


def source_meant(setting: str, folder: Path | None = None) -> str:
    """The `source` of the camera in the list that a setting means, so that a list can mark it; else the setting."""
    node = str(NODES / f"video{setting}") if setting.isdigit() else setting
    return next((one.source for one in cameras_in(folder) if one.node == node or one.is_meant_by(setting)), setting)


def name_of(source: str, folder: Path | None = None) -> str:
    """What the camera of a node or number is called now, with its place on the bus; "" when it is not there."""
    node = str(NODES / f"video{source}") if source.isdigit() else source
    return next((one.placed for one in cameras_in(folder) if one.node == node), "")


def is_there(source: str, folder: Path | None = None) -> bool:
    """Whether the system shows the camera of a node or number at this moment. True where it shows none at all.

    A name that no camera has is not there; a link to a node and a file are there if they exist; a stream always is.
    """
    if sys.platform != "linux" and folder is None:
        return True
    if source.isdigit() or source.startswith(f"{NODES}/video"):
        return ((folder or DEVICES) / f"video{source.rpartition('video')[2]}").exists()
    return "://" in source or Path(source).exists()


def is_device(source: str) -> bool:
    """Whether a source is a camera of this computer, there or unplugged, rather than a file or a stream."""
    if source.isdigit():
        return True
    if "://" in source or Path(source).is_file() or Path(source).is_dir():
        return False
    if source.startswith(f"{NODES}/"):
        # An unplugged camera's node is not there; nor is, in here, a film that is still to come.
        return not source.startswith(IN_MEMORY)
    if Path(source).exists():
        return False
    return not _LIKE_A_FILE.search(source) or node_of(source) != source


def is_live(source: str) -> bool:
    """Whether pictures come at their own pace (devices, streams) rather than at ours (files)."""
    return "://" in source or is_device(source)
