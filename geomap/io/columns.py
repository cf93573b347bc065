"""The flat columns of an event: their order, what they hold, and what they mean. Every tabular format is written from this list."""

from typing import Literal, NamedTuple

__all__ = ["COLUMNS", "Column", "Kind"]

Kind = Literal["text", "date", "int", "float", "bool", "json"]


class Column(NamedTuple):
    """One column of the table of events."""

    name: str
    kind: Kind
    alias: str
    """What a reader sees as heading in a spreadsheet or in QGIS."""
    meaning: str


def _tolls() -> tuple[Column, ...]:
    words = {"deaths": ("Killed", "killed"), "wounded": ("Wounded", "wounded"), "captured": ("Captured", "captured")}
    sides = {"actor1": "of the initiator", "actor2": "of the target", "civilians": "civilians", "unknown": "side not told"}
    columns = []
    for name, (head, word) in words.items():
        columns += [
            Column(f"{name}_min", "int", f"{head}, lowest", f"People {word}, lowest total any one teller gives; empty where no number is told"),
            Column(f"{name}_max", "int", f"{head}, highest", f"People {word}, highest total any one teller gives"),
        ]
        for side, what in sides.items():
            columns += [
                Column(f"{name}_{side}_min", "int", f"{head}, {what}, lowest", f"People {word}, {what}: lowest figure"),
                Column(f"{name}_{side}_max", "int", f"{head}, {what}, highest", f"People {word}, {what}: highest figure"),
            ]
        columns.append(Column(f"{name}_json", "json", f"{head}: claims", f"Every claim of people {word}, with its words and claimant"))
    views = {
        "conservative": ("fewest", "the teller with the lowest total, its lowest figures"),
        "informative": ("most told", "the teller with figures for most sides, then the highest total"),
        "representative": ("usual", "the total that most tellers give, else the middle one"),
    }  # fmt: skip
    columns += [Column(f"deaths_{view}", "int", f"Killed, {head}", f"People killed, of one teller over all sides: {what}") for view, (head, what) in views.items()]
    joint = "Whether a figure was told for several events together: do not add it up"
    return (*columns, Column("deaths_joint", "bool", "Killed: joint figure", joint))


COLUMNS: tuple[Column, ...] = (
    Column("id", "text", "Event", "Id of the event, which outlives re-runs, corrections and new reports"),
    Column("event_type", "text", "Type", "ACLED event type"),
    Column("sub_event_type", "text", "Sub-type", "ACLED sub-event type"),
    Column("date_start", "date", "From", "First day; empty where unknown"),
    Column("date_end", "date", "To", "Last day, inclusive"),
    Column("ongoing", "bool", "Ongoing", "Whether it was still going on when told"),
    Column("date_precision", "text", "Date precision", "day, week, month, year or unknown"),
    Column("actor1", "text", "Initiator (id)", "Id of who acted, in the table of actors"),
    Column("actor2", "text", "Target (id)", "Id of whom it was done to"),
    Column("actor1_name", "text", "Initiator", "Name of who acted"),
    Column("actor2_name", "text", "Target", "Name of whom it was done to"),
    Column("side1", "text", "Side of the initiator", "Id of the side of actor1"),
    Column("side2", "text", "Side of the target", "Id of the side of actor2"),
    Column("actor1_associates_json", "json", "With the initiator", "Ids of those who acted with actor1"),
    Column("actor2_associates_json", "json", "With the target", "Ids of those beside actor2"),
    Column("place_id", "text", "Place (id)", "Id in the gazetteer"),
    Column("place", "text", "Place", "Name of the place"),
    Column("feature_code", "text", "Kind of place", "GeoNames feature code"),
    Column("longitude", "float", "Longitude", "WGS84 degrees; empty where no place could be named"),
    Column("latitude", "float", "Latitude", "WGS84 degrees"),
    Column("radius_km", "float", "Radius (km)", "Holds the true point in 90 % of cases"),
    Column("precision", "text", "Place precision", "exact, near, admin3, admin2, admin1, line, area or country"),
    Column("geo_precision", "int", "Place precision (ACLED)", "1 exact, 2 part of a district, 3 governorate or larger"),
    Column("country", "text", "Country", "ISO 3166-1 alpha-2"),
    Column("admin1", "text", "Governorate", "Governorate, where the precision allows"),
    Column("admin2", "text", "District", "District, where the precision allows"),
    Column("admin3", "text", "Sub-district", "Sub-district, where the precision allows"),
    Column("admin1_pcode", "text", "Governorate p-code", "OCHA p-code"),
    Column("admin2_pcode", "text", "District p-code", "OCHA p-code"),
    Column("admin3_pcode", "text", "Sub-district p-code", "OCHA p-code"),
    Column("place_reason", "text", "Why there", "Why this place, or why none"),
    Column("status", "text", "Status", "reported, claimed, planned, threatened, denied or historical"),
    *_tolls(),
    Column("weapon", "text", "Weapon", "What was used"),
    Column("object", "text", "What was hit", "health, school, market, camp, ..."),
    Column("control_change_json", "json", "Control after", "Who holds which place afterwards: place_id, place, from, to, kind"),
    Column("n_reports", "int", "Reports", "Number of reports merged"),
    Column("n_sources", "int", "Original sources", "Distinct original sources, not outlets"),
    Column("n_camps", "int", "Camps", "Distinct camps among the sources"),
    Column("basis", "text", "Basis", "own-side-only, one-camp, several-camps, against-interest or independent"),
    Column("review", "text", "Review", "unreviewed, accepted, edited, rejected or disputed"),
    Column("confidence", "float", "Confidence", "0 to 1"),
    Column("outlets", "text", "Outlets", "Outlets that tell of it, separated by semicolons"),
    Column("quote", "text", "Quote", "The sentence that says it"),
    Column("anchor", "text", "Anchor report", "Id of the report that lends the event its id"),
    Column("merge_reason", "text", "Why merged", "Why these reports are one event"),
    Column("part_of", "text", "Part of", "Ids of events of a period (a campaign, a battle of a week) that this one lies within, separated by semicolons"),
    Column("part_reason", "text", "Why part of it", "Why it lies within each of them"),
    Column("n_parts", "int", "Events within it", "Number of events that lie within this one: its toll may hold theirs, do not add them up"),
    Column("reports_json", "json", "Reports told", "Each report: article, outlet, quote, spans in the quote, claimant, rule"),
)
"""In this order in every file. Text columns may hold anything that an article held: `geomap.io.flat_csv` guards them."""
