"""`python -m glm_studio` is `glm-studio`."""

from glm_studio.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
