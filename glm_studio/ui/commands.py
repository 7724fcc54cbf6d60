"""All that the window can be told to do: shortcuts, the palette and the list of keys are made
from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


class Group(Enum):
    """What a command is about; the order is that of the lists."""

    RUN = auto()
    PROMPT = auto()
    PARAMETERS = auto()
    PICTURE = auto()
    CANVAS = auto()
    GALLERY = auto()
    QUEUE = auto()
    GO = auto()
    PROGRAM = auto()


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Command:
    """One thing to do, with its words in the window's language.

    `name` is the same in all languages and versions. Of `keys` the first is shown; they act in the
    whole window. `hint` is a key that acts only where its widget has the focus, which handles it
    itself. Held down, keys act once unless the command `repeats`.
    """

    name: str
    text: str
    run: Callable[[], object]
    group: Group = Group.PROGRAM
    keys: tuple[str, ...] = ()
    hint: str = ""
    enabled: Callable[[], bool] = _always
    repeats: bool = False

    @property
    def shown_keys(self) -> str:
        """The key as this desktop writes it; empty if there is none."""
        key = self.keys[0] if self.keys else self.hint
        return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


class Commands:
    """The commands of one window, in the order in which they were added."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._by_name: dict[str, Command] = {}
        self._shortcuts: list[QShortcut] = []

    def __iter__(self) -> Iterator[Command]:
        return iter(self._by_name.values())

    def find(self, name: str) -> Command:
        """Raises KeyError for a name that nobody has added."""
        return self._by_name[name]

    def add(self, *commands: Command) -> None:
        """Add commands and their shortcuts. Raises ValueError for a name or key that is taken."""
        for command in commands:
            if command.name in self._by_name:
                raise ValueError(f"there are two commands named {command.name}")
            self._by_name[command.name] = command
            for key in command.keys:
                self._bind(key, command)

    def pause(self, paused: bool) -> None:
        """Nothing is done by key while a sheet asks something."""
        for shortcut in self._shortcuts:
            shortcut.setEnabled(not paused)

    def _bind(self, key: str, command: Command) -> None:
        sequence = QKeySequence(key)
        if any(shortcut.key() == sequence for shortcut in self._shortcuts):
            raise ValueError(f"{key} would do two things, one of them {command.name}")
        shortcut = QShortcut(sequence, self._window)
        shortcut.setAutoRepeat(command.repeats)
        shortcut.activated.connect(lambda: command.enabled() and command.run())
        self._shortcuts.append(shortcut)
