"""Distances on the ellipsoid, computed without geopy: to hold its results against."""

from __future__ import annotations

import math


def vincenty(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres on WGS 84 by Vincenty's inverse formula (1975): not how geopy computes them."""
    a, f = 6378.137, 1 / 298.257223563
    b = (1 - f) * a
    (p1, l1), (p2, l2) = (map(math.radians, point) for point in (one, other))
    u1, u2 = math.atan((1 - f) * math.tan(p1)), math.atan((1 - f) * math.tan(p2))
    lam = l2 - l1
    for _ in range(200):
        sin_s = math.hypot(
            math.cos(u2) * math.sin(lam),
            math.cos(u1) * math.sin(u2) - math.sin(u1) * math.cos(u2) * math.cos(lam),
        )
        cos_s = math.sin(u1) * math.sin(u2) + math.cos(u1) * math.cos(u2) * math.cos(lam)
        sigma = math.atan2(sin_s, cos_s)
        sin_a = math.cos(u1) * math.cos(u2) * math.sin(lam) / sin_s
        cos2_a = 1 - sin_a**2
        cos_2m = cos_s - 2 * math.sin(u1) * math.sin(u2) / cos2_a
        c = f / 16 * cos2_a * (4 + f * (4 - 3 * cos2_a))
        before, lam = (
            lam,
            l2
            - l1
            + (1 - c)
            * f
            * sin_a
            * (sigma + c * sin_s * (cos_2m + c * cos_s * (-1 + 2 * cos_2m**2))),
        )
        if abs(lam - before) < 1e-13:
            break
    uu = cos2_a * (a**2 - b**2) / b**2
    big_a = 1 + uu / 16384 * (4096 + uu * (-768 + uu * (320 - 175 * uu)))
    big_b = uu / 1024 * (256 + uu * (-128 + uu * (74 - 47 * uu)))
    turn = big_b / 4 * (cos_s * (-1 + 2 * cos_2m**2))
    less = big_b / 6 * cos_2m * (-3 + 4 * sin_s**2) * (-3 + 4 * cos_2m**2)
    return b * big_a * (sigma - big_b * sin_s * (cos_2m + turn - big_b / 4 * less))
