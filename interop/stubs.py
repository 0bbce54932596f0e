"""Stand-ins for the heavy packages (torch and its like) that LLaMA-Factory imports but that reading data does not use."""

import importlib.abc
import importlib.machinery
import sys
import types
from unittest.mock import MagicMock

HEAVY = {"torch", "torchaudio", "torchvision", "peft", "omegaconf", "accelerate", "trl", "av"}


# What the datasets package asks issubclass about, so these must be classes.
CLASSES = {"torch": ("Tensor", "Generator", "device", "dtype"), "torch.nn": ("Module",)}


class Stub(types.ModuleType):
    """A module whose every attribute exists and does nothing."""

    __path__: list[str] = []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        value = MagicMock(name=f"{self.__name__}.{name}")
        setattr(self, name, value)
        return value


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Answers imports of the heavy packages with stubs."""

    def find_spec(self, name, path, target=None):
        if name.split(".")[0] in HEAVY:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec):
        return Stub(spec.name)

    def exec_module(self, module):
        for name in CLASSES.get(module.__name__, ()):
            setattr(module, name, type(name, (), {}))


def install():
    """Puts the stubs in place. transformers comes first, so that it sees that torch is really absent."""
    import transformers  # noqa: F401

    sys.meta_path.insert(0, Finder())
