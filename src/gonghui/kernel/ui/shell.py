"""What stands around a page: brand, menu, tabs, bell, posts. A desk fills it in; the skeletons draw it as `shell`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Item:
    """A place to go: in the menu, among the tabs, or among the services of the phone's home page."""

    title: str
    url: str
    icon: str
    count: int = 0
    is_current: bool = False
    is_middle: bool = False


@dataclass(frozen=True)
class Group:
    """Items of the side menu under one heading; the first group may have none."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class PostChoice:
    """A post the person may act in."""

    pk: int
    title: str
    is_active: bool = False


@dataclass(frozen=True)
class Shell:
    """The frame of a signed-in person's pages. Addresses left empty leave their part out."""

    brand: str
    product: str
    home: str
    name: str = ""
    duty: str = ""
    groups: tuple[Group, ...] = ()
    tabs: tuple[Item, ...] = ()
    bell_count: int = 0
    bell_url: str = ""
    search_url: str = ""
    search_hint: str = ""
    posts: tuple[PostChoice, ...] = ()
    switch_url: str = ""
    account_url: str = ""
    sign_out_url: str = ""
