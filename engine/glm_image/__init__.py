"""The GLM-Image family: one file a stage, read `pipeline.py` first."""
