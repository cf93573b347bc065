"""The QGIS project: well-formed, and all that it names is there; opened headless where QGIS is installed."""

import json
import shutil
import sqlite3
import subprocess
from contextlib import closing
from xml.etree import ElementTree as ET

import pyogrio
import pytest
from event_samples import NOWHERE, TELL, article, report

from geomap.errors import InputError
from geomap.events.merge import merge_reports
from geomap.io.frames import events_frame
from geomap.io.gpkg import write_gpkg
from geomap.io.qgis import LAYERS, MARKERS, project_bytes, write_project
from geomap.maps.symbols import MARKERS as FIGURE_MARKERS
from geomap.model import EventType, Modality
from geomap.tables.sides import load_sides

OPEN = """
import json, os, sys
from qgis.core import QgsApplication, QgsProject, QgsVectorLayer
app = QgsApplication([], False)
app.initQgis()
project = QgsProject.instance()
read = project.read(sys.argv[1])
layers = project.mapLayers()
alone = QgsVectorLayer(sys.argv[2] + "|layername=events", "alone", "ogr")
said = {
    "read": read, "crs": project.crs().authid(), "rows": {i: l.featureCount() for i, l in layers.items() if l.isValid()},
    "shown": sorted(i for i in layers if project.layerTreeRoot().findLayer(i).isVisible()),
    "time": sorted(i for i, l in layers.items() if l.temporalProperties().isActive()),
    "relations": {k: r.isValid() for k, r in project.relationManager().relations().items()},
    "alone": alone.renderer().type(),
}
print(json.dumps(said))
sys.stdout.flush()
os._exit(0)
"""


@pytest.fixture
def written(tmp_path):
    texts = {"a": article("a")}
    told = [report("r1", where=TELL), report("r2", where=NOWHERE), report("r3", where=TELL, modality=Modality.PLANNED)]
    write_gpkg(tmp_path / "raids.gpkg", events_frame(merge_reports(told, texts), told, texts))
    return tmp_path / "raids.gpkg", write_project(tmp_path / "raids.gpkg")


def test_layers_fields_and_relations_exist_in_the_geopackage(written):
    gpkg, project = written
    root = ET.parse(project).getroot()
    tables = {name for name, _ in pyogrio.list_layers(gpkg)}
    fields = {}
    for layer in root.iter("maplayer"):
        source = layer.findtext("datasource")
        folder, _, rest = source.partition("|layername=")
        table = rest.split("|")[0]
        assert folder == "./raids.gpkg"
        assert table in tables
        fields[layer.findtext("id")] = set(pyogrio.read_info(gpkg, layer=table)["fields"])
        assert {a.get("field") for a in layer.iter("alias")} == fields[layer.findtext("id")]
        temporal = layer.find("temporal")
        if temporal is not None:
            dates = dict(zip(*(pyogrio.read_info(gpkg, layer=table)[k] for k in ("fields", "dtypes")), strict=True))
            assert {dates[temporal.get("startField")], dates[temporal.get("endField")]} == {"datetime64[D]"}
    assert set(fields) == {n.get("id") for n in root.iter("layer-tree-layer")} == {known.id for known in LAYERS}
    relations = list(root.iter("relation"))
    assert len(relations) == 2
    for relation in relations:
        ref = relation.find("fieldRef")
        assert ref.get("referencingField") in fields[relation.get("referencingLayer")]
        assert ref.get("referencedField") in fields[relation.get("referencedLayer")]


def test_every_side_has_its_colour_and_every_type_its_shape(written):
    root = ET.parse(written[1]).getroot()
    renderers = list(root.iter("renderer-v2"))
    assert len(renderers) == 3
    for renderer in renderers:
        symbols = {s.get("name"): s for s in renderer.iter("symbol")}
        shown = {}
        for category in renderer.iter("category"):
            colour = next(o.get("value") for o in symbols[category.get("symbol")].iter("Option") if o.get("name") == "color")
            shown[category.get("value")] = "#" + "".join(f"{int(v):02X}" for v in colour.split(",")[:3])
        assert shown == {side.id: side.colour for side in load_sides().values()}
    assert set(MARKERS) == set(EventType)
    qgis_name = {"X": "cross_fill", "^": "triangle", "D": "diamond", "o": "circle", "p": "pentagon", "s": "square"}
    assert {kind.value: marker for kind, marker in MARKERS.items()} == {k: qgis_name[m] for k, m in FIGURE_MARKERS.items()}


def test_what_did_not_happen_is_a_layer_of_its_own(written):
    gpkg, _ = written
    with closing(sqlite3.connect(gpkg)) as db:
        rows = {layer.name: db.execute(f"SELECT count(*) FROM {layer.table} WHERE {layer.subset or 1}").fetchone()[0] for layer in LAYERS}
        total = db.execute("SELECT count(*) FROM events").fetchone()[0]
    assert rows["Events"] + rows["Planned, threatened, denied, of an earlier time"] == total
    assert rows["Planned, threatened, denied, of an earlier time"] == 1
    assert [layer.name for layer in LAYERS if not layer.shown] == ["Planned, threatened, denied, of an earlier time"]


def test_styles_in_the_geopackage(written):
    with closing(sqlite3.connect(written[0])) as db:
        rows = db.execute("SELECT f_table_name, f_geometry_column, useAsDefault, styleQML, update_time FROM layer_styles ORDER BY 1").fetchall()
        geometry = dict(db.execute("SELECT table_name, column_name FROM gpkg_geometry_columns"))
    assert [r[0] for r in rows] == ["event_areas", "events"]
    for table, column, default, qml, moment in rows:
        assert (column, default, moment) == (geometry[table], 1, "2000-01-01T00:00:00.000Z")
        assert ET.fromstring(qml).find("renderer-v2") is not None


def test_the_same_bytes_and_no_name_that_breaks_a_source(written):
    assert written[1].read_bytes() == project_bytes("raids.gpkg")
    assert b"&amp;" in project_bytes("a & b.gpkg")
    for name in ("a|b.gpkg", "a\x01.gpkg", "../x.gpkg"):
        with pytest.raises(InputError, match="QGIS"):
            project_bytes(name)


def test_opens_in_qgis(written, tmp_path):
    python = shutil.which("python3", path="/usr/bin")
    if python is None or subprocess.run([python, "-c", "import qgis.core"], capture_output=True, check=False).returncode:
        pytest.skip("QGIS for Python is not installed: the project was not opened")
    env = {"QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)}
    done = subprocess.run([python, "-c", OPEN, str(written[1]), str(written[0])], capture_output=True, text=True, env=env, check=True, timeout=120)
    said = json.loads(done.stdout)
    assert said["read"]
    assert said["crs"] == "EPSG:4326"
    assert set(said["rows"]) == {layer.id for layer in LAYERS}
    assert said["shown"] == sorted(layer.id for layer in LAYERS if layer.shown)
    assert said["time"] == sorted(layer.id for layer in LAYERS if layer.table != "reports")
    assert set(said["relations"].values()) == {True}
    assert said["alone"] == "categorizedSymbol"
