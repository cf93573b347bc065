"""Synthetic events for tests of the interactive map: invented outlets and sentences, real places, plausible days."""

import json
import random

import geopandas as gpd
import pandas as pd

PLACES = [  # name, governorate, district, longitude, latitude
    ("Aleppo", "Aleppo", "Mount Simeon", 37.161, 36.201), ("al-Bab", "Aleppo", "al-Bab", 37.518, 36.370), ("Manbij", "Aleppo", "Manbij", 37.955, 36.528),
    ("Azaz", "Aleppo", "Azaz", 37.046, 36.586), ("Afrin", "Aleppo", "Afrin", 36.868, 36.512), ("Kobani", "Aleppo", "Kobani", 38.353, 36.891),
    ("Idlib", "Idlib", "Idlib", 36.634, 35.931), ("Saraqib", "Idlib", "Idlib", 36.806, 35.864), ("Khan Sheikhoun", "Idlib", "Maarat al-Numan", 36.651, 35.442),
    ("Maarat al-Numan", "Idlib", "Maarat al-Numan", 36.674, 35.648), ("Jisr al-Shughur", "Idlib", "Jisr al-Shughur", 36.321, 35.814),
    ("Hama", "Hama", "Hama", 36.758, 35.132), ("Salamiyah", "Hama", "Salamiyah", 37.053, 35.011), ("Mhardeh", "Hama", "Mhardeh", 36.572, 35.248),
    ("Homs", "Homs", "Homs", 36.723, 34.727), ("Palmyra", "Homs", "Palmyra", 38.281, 34.561), ("Rastan", "Homs", "Rastan", 36.732, 34.927),
    ("Damascus", "Damascus", "Damascus", 36.292, 33.513), ("Douma", "Rif Dimashq", "Douma", 36.403, 33.572), ("Darayya", "Rif Dimashq", "Darayya", 36.233, 33.458),
    ("Zabadani", "Rif Dimashq", "Zabadani", 36.101, 33.725), ("Daraa", "Daraa", "Daraa", 36.102, 32.619), ("Nawa", "Daraa", "Izra", 36.040, 32.890),
    ("Raqqa", "Raqqa", "Raqqa", 39.008, 35.953), ("Tabqa", "Raqqa", "Tabqa", 38.548, 35.837), ("Tell Abyad", "Raqqa", "Tell Abyad", 38.954, 36.697),
    ("Deir ez-Zor", "Deir ez-Zor", "Deir ez-Zor", 40.141, 35.336), ("Mayadin", "Deir ez-Zor", "Mayadin", 40.453, 35.021),
    ("Abu Kamal", "Deir ez-Zor", "Abu Kamal", 40.919, 34.45), ("Hajin", "Deir ez-Zor", "Abu Kamal", 40.827, 34.693),
    ("Hasakah", "Hasakah", "Hasakah", 40.748, 36.502), ("Ras al-Ayn", "Hasakah", "Ras al-Ayn", 40.071, 36.850), ("Suwayda", "Suwayda", "Suwayda", 36.570, 32.709),
]  # fmt: skip
SIDES = {
    "government": ["saa", "syaaf", "tiger", "ndf"], "russia": ["vks", "russia"], "isis": ["isis"], "sdf": ["sdf", "ypg"],
    "opposition": ["fsa", "jaish-islam"], "hts": ["hts"], "turkey": ["turkey"], "turkish-backed": ["sna"], "coalition": ["coalition"],
}  # fmt: skip
KINDS = [
    ("Explosions/Remote violence", "Air/drone strike", 30), ("Explosions/Remote violence", "Shelling/artillery/missile attack", 25),
    ("Battles", "Armed clash", 20), ("Battles", "Government regains territory", 5), ("Battles", "Non-state actor overtakes territory", 4),
    ("Violence against civilians", "Attack", 5), ("Violence against civilians", "Abduction/forced disappearance", 3),
    ("Explosions/Remote violence", "Remote explosive/landmine/IED", 5), ("Protests", "Peaceful protest", 3), ("Riots", "Mob violence", 1),
    ("Strategic developments", "Non-violent transfer of territory", 3), ("Strategic developments", "Agreement", 2),
]  # fmt: skip
OUTLETS = ["The Levant Courier", "Orontes Wire", "Euphrates Post", "Barada Daily", "Qasioun Observer"]
OBJECTS = ["", "", "", "health", "school", "market", "home", "military", "water"]


def synthetic(n: int, seed: int = 7, spread_km: float = 0.0) -> gpd.GeoDataFrame:
    """`n` events in the columns of ``events.geojson``; with `spread_km` every event has coordinates of its own."""
    rng = random.Random(seed)
    rows = [_row(rng, k, spread_km, max(1, n // 5)) for k in range(n)]
    frame = pd.DataFrame(rows)
    return gpd.GeoDataFrame(frame, geometry=gpd.points_from_xy(frame["longitude"], frame["latitude"]), crs=4326)


def _row(rng: random.Random, k: int, spread_km: float, articles: int) -> dict[str, object]:
    place, admin1, admin2, lon, lat = rng.choice(PLACES)
    kind, sub, _ = rng.choices(KINDS, weights=[w for *_, w in KINDS])[0]
    side1, side2 = rng.sample(sorted(SIDES), 2)
    actor1, actor2 = rng.choice(SIDES[side1]), rng.choice(SIDES[side2])
    day = pd.Timestamp("2016-09-01") + pd.Timedelta(days=int(rng.triangular(0, 820, 300)))
    precision = rng.choices(["exact", "near", "admin3", "admin2", "admin1", "country"], weights=[60, 18, 6, 5, 8, 3])[0]
    date_precision = rng.choices(["day", "week", "month", "unknown"], weights=[80, 10, 7, 3])[0]
    start = {"day": day, "week": day - pd.Timedelta(days=day.weekday()), "month": day.replace(day=1), "unknown": None}[date_precision]
    end = {"day": day, "week": day + pd.Timedelta(days=6 - day.weekday()), "month": day + pd.offsets.MonthEnd(0), "unknown": None}[date_precision]
    status = rng.choices(["reported", "claimed", "planned", "threatened", "denied", "historical"], weights=[70, 20, 3, 2, 2, 3])[0]
    deaths = rng.choice([None, None, 0, 1, 2, 3, 5, 8, 13])
    placed = precision != "country" and rng.random() > 0.02
    dx, dy = (rng.uniform(-1, 1) * spread_km / 100, rng.uniform(-1, 1) * spread_km / 100) if spread_km else (0.0, 0.0)
    article, number = k % articles, f"{rng.getrandbits(48):012x}"
    outlet, published = OUTLETS[article % 5], pd.Timestamp("2016-09-02") + pd.Timedelta(days=article % 900)
    quote = (
        f"{sub.split('/')[0]} was reported {'near' if precision == 'near' else 'in'} {place} on {day:%A}, where "
        f"{rng.choice(['residents', 'a local council', 'medics', 'a military source'])} spoke of {deaths or 'no'} dead and of damage to "
        f"{rng.choice(['several houses', 'a bakery', 'the eastern entrance', 'a checkpoint', 'a main road'])}."
    )
    report = {
        "id": f"r{rng.getrandbits(48):012x}", "article": f"a{article}", "outlet": outlet, "title": f"{PLACES[article % len(PLACES)][0]}: report {article}",
        "url": f"https://example.org/{article}", "archive_url": None, "published": f"{published:%Y-%m-%d}", "quote": quote,
        "spans": [[quote.index(place), quote.index(place) + len(place)]], "claimant": rng.choice([None, "medics", actor1]), "status": status,
        "rule": "verb with place", "why_here": f"{place} matched exactly; the only candidate in {admin1}",
    }  # fmt: skip
    return {
        "id": f"e{number}", "event_type": kind, "sub_event_type": sub, "date_start": start and f"{start:%Y-%m-%d}",
        "date_end": end and f"{end:%Y-%m-%d}", "date_precision": date_precision, "ongoing": False, "actor1": actor1, "actor2": actor2,
        "actor1_name": actor1, "actor2_name": actor2, "actor1_associates_json": json.dumps(["vks"] if side1 == "government" and k % 3 == 0 else []),
        "actor2_associates_json": "[]", "side1": side1, "side2": side2, "place": admin1 if precision == "admin1" else place if placed else None,
        "place_id": f"p-{place}", "longitude": lon + dx if placed else None, "latitude": lat + dy if placed else None,
        "radius_km": {"exact": 2.0, "near": 6.0, "admin3": 9.0, "admin2": 20.0, "admin1": 60.0}.get(precision), "precision": precision,
        "admin1": admin1, "admin2": admin2, "admin3": None, "country": "IQ" if k % 60 == 59 else "SY", "status": status, "n_reports": 1, "n_sources": 1 + k % 3,
        "n_camps": 1, "basis": rng.choice(["one-camp", "several-camps", "own-side-only", "independent"]), "review": "unreviewed",
        "deaths_min": deaths, "deaths_max": deaths,
        "deaths_json": json.dumps([] if deaths is None else [{"side": "civilians", "min": deaths, "max": deaths, "words": f"{deaths} dead", "claimant": "medics", "joint_with": []}]),
        "wounded_json": "[]", "captured_json": "[]", "weapon": rng.choice([None, None, "artillery", "barrel bomb"]), "object": rng.choice(OBJECTS),
        "control_change_json": None, "confidence": round(rng.uniform(0.4, 0.99), 2), "reports_json": json.dumps([report]),
    }  # fmt: skip
