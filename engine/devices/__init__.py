"""Devices. Nothing outside this package names a kind of hardware."""

from engine.versions import require_supported

require_supported()  # before the imports below it fail in words that help nobody
