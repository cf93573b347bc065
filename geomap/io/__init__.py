"""Readers and writers of every exchange format.

`jsonl` (articles, mentions, reports, control facts, events), `frames` (events as a table), `geojson`, `gpkg`, `parquet`,
`flat_csv`, `atomic`. Modules that write through geopandas are imported where they are used, so that importing this
package stays cheap.
"""
