"""Where the studio keeps things on this machine."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

_APP = "glm-studio"


@dataclass(frozen=True)
class Folders:
    """The user's pictures, and the studio's own data, cache and configuration."""

    pictures: Path
    data: Path
    cache: Path
    config: Path

    @classmethod
    def standard(cls) -> Folders:
        """The folders of the XDG base and user directories; `GLM_STUDIO_PICTURES` overrides one."""
        own = os.environ.get("GLM_STUDIO_PICTURES")
        pictures = (
            Path(own).expanduser().absolute()
            if own
            else platformdirs.user_pictures_path() / "GLM Studio"
        )
        return cls(
            pictures=pictures,
            data=platformdirs.user_data_path(_APP, appauthor=False),
            cache=platformdirs.user_cache_path(_APP, appauthor=False),
            config=platformdirs.user_config_path(_APP, appauthor=False),
        )

    @property
    def rescued(self) -> Path:
        """Where pictures go that the pictures folder does not take; the gallery shows it too."""
        return self.data / "rescued"

    @property
    def index(self) -> Path:
        """The index's database, a cache of what the pictures say themselves."""
        return self.data / "library.sqlite3"

    @property
    def marks(self) -> Path:
        """Where studios meet that change ratings, tags and boards; holds nothing but a lock."""
        return self.data / "marks"

    @property
    def mounts(self) -> Path:
        """The mount points that pictures were seen on."""
        return self.data / "mounts.json"

    @property
    def models(self) -> Path:
        """Where downloaded models go unless the user names another folder."""
        return self.data / "models"

    @property
    def hashes(self) -> Path:
        """The hashes of large files that the engine knows."""
        return self.cache / "hashes.json"

    @property
    def window(self) -> Path:
        """What the window remembers, its settings among it."""
        return self.config / "window.json"

    @property
    def credentials(self) -> Path:
        """The certificates that pictures are signed with, and the key, for the user alone."""
        return self.data / "credentials"

    @property
    def imports(self) -> Path:
        """The list of the imported folders."""
        return self.config / "folders.json"

    @property
    def deleted(self) -> Path:
        """Deleted pictures, where the system has no trash for them."""
        return self.data / "deleted"

    @property
    def keepsakes(self) -> Path:
        """Sidecars of deleted pictures, for the case that these are restored without them."""
        return self.data / "deleted-sidecars"

    @property
    def thumbnails(self) -> Path:
        """Small copies of the pictures; may be deleted at any time."""
        return self.cache / "thumbnails"

    @property
    def theme(self) -> Path:
        """The style sheet's icons in the theme's colours; may be deleted at any time."""
        return self.cache / "theme"

    @property
    def sessions(self) -> Path:
        """What running sessions are making, for the case that one ends badly."""
        return self.data / "sessions"

    @property
    def queue(self) -> Path:
        """What waits to be made, and the codes of what is being made."""
        return self.data / "queue"

    @property
    def prompts(self) -> Path:
        """The history of prompts, snippets, the user's own words, templates, styles, wildcards, and
        pictures that were pasted."""
        return self.data / "prompts"
