"""Names that Windows takes for devices, in any folder and with any ending."""

from __future__ import annotations

_DEVICES = frozenset(
    (
        *("con", "prn", "aux", "nul", "conin$", "conout$", "clock$"),
        *(f"{kind}{digit}" for kind in ("com", "lpt") for digit in "0123456789¹²³"),
    )
)


def is_device(name: str) -> bool:
    """Whether a name of a file or folder is that of a device, with any ending and with blanks before it."""
    return name.split(".")[0].rstrip(" ").lower() in _DEVICES
