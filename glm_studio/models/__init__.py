"""Checkpoints on this machine: where they are, whether they are whole, and how one is got."""
