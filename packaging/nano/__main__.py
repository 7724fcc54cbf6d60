"""Draw, train, assemble and judge the nano model: `python packaging/nano --work DIR --out DIR`."""

from nano_recipe.command import main

if __name__ == "__main__":
    raise SystemExit(main())
