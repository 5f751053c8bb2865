"""What every object of the registry's JSON has in common."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, model_validator
from pydantic.alias_generators import to_camel

from data.markup import line, prose

# The registry delivers these fields as markdown (`\>` stands for `>`), some sponsors as HTML.
Markup = Annotated[str, AfterValidator(prose)]
# A title, a name or an address, in which only HTML has been seen: `&#x2F;` stands for `/`.
OneLine = Annotated[str, AfterValidator(line)]


class RegistryObject(BaseModel):
    """An object of the registry's JSON: camelCase outside, snake_case inside, frozen."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        validate_by_name=False,
        frozen=True,
        extra="allow",
        protected_namespaces=(),
    )

    @model_validator(mode="before")
    @classmethod
    def _null_is_absent(cls, value: Any) -> Any:
        """Read `"key": null` as if the key were not there."""
        if isinstance(value, dict):
            return {key: item for key, item in value.items() if item is not None}
        return value

    def known(self) -> dict[str, Any]:
        """What the model knows of it, as plain dictionaries: without keys that only it has."""
        return {name: _plain(getattr(self, name)) for name in type(self).model_fields}


def _plain(value: Any) -> Any:
    if isinstance(value, RegistryObject):
        return value.known()
    return tuple(map(_plain, value)) if isinstance(value, tuple) else value
