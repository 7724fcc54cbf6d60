"""Devices. Nothing outside this package names a kind of hardware."""
