"""Move a picture to another place: onto a slide, say."""

from __future__ import annotations

from dataclasses import replace

from data.pictures.scene import (
    Box,
    Connector,
    Frame,
    Marker,
    Outline,
    RuledLine,
    Scene,
    SceneGroup,
    ScenePart,
    Text,
)

_Points = tuple[tuple[float, float], ...]


def moved(scene: Scene, x: float, y: float) -> Scene:
    """Put the upper left corner of a picture there, in pixels."""
    right, down = x - scene.frame.x, y - scene.frame.y
    parts = tuple(part_moved(part, right, down) for part in scene.parts)
    return replace(scene, frame=_frame(scene.frame, right, down), parts=parts)


def part_moved(part: ScenePart, right: float, down: float) -> ScenePart:
    """Put a part of a picture so much further right and down, in pixels."""
    match part:
        case Box() | Text():
            return replace(part, frame=_frame(part.frame, right, down))
        case Connector():
            return replace(part, points=_points(part.points, right, down))
        case Outline():
            return replace(part, rings=tuple(_points(ring, right, down) for ring in part.rings))
        case RuledLine():
            (x1, y1), (x2, y2) = _points(((part.x1, part.y1), (part.x2, part.y2)), right, down)
            return replace(part, x1=x1, y1=y1, x2=x2, y2=y2)
        case Marker():
            return replace(part, x=part.x + right, y=part.y + down)
        case SceneGroup():
            return replace(
                part, parts=tuple(part_moved(inner, right, down) for inner in part.parts)
            )


def _frame(frame: Frame, right: float, down: float) -> Frame:
    return replace(frame, x=frame.x + right, y=frame.y + down)


def _points(points: _Points, right: float, down: float) -> _Points:
    return tuple((x + right, y + down) for x, y in points)
