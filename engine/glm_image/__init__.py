"""The GLM-Image family: one file a stage, read `pipeline.py` first."""

import engine.devices  # noqa: F401 - before diffusers and transformers, whatever is imported alone
