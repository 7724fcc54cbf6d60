"""The GLM-Image family: one file a stage, read `pipeline.py` first."""

from engine.versions import require_supported

require_supported()  # before the imports below it fail in words that help nobody
