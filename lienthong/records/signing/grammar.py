"""What a PDF of ours may hold: every kind of object with all its keys, and the operators of its drawings.

A line is `kind: Key=shape …`. `Key?` may be missing; every other listed key must be there, and a key that is
not listed is refused. Shapes: `/Name` and `3` exactly this; `a|b` one of these; `@kind` an object of that kind,
direct or referred to; `[shape]` a list, `[shape]4` a list of four; `{shape}` a dictionary with names of any kind.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_DECLARED: Final = """
trailer: Root=@catalog Info=@info ID=[string]2 Size=int Prev?=int
info: Author?=string Title?=string Creator=string CreationDate=string ModDate=string
catalog: Type=/Catalog Pages=@pages StructTreeRoot=@structure MarkInfo=@marked Lang=string
    ViewerPreferences=@viewer Metadata=@xmp OutputIntents=[@intent] AcroForm?=@form Extensions?=@extensions
    Outlines?=@outlines Perms?=@permissions DSS?=@archive
pages: Type=/Pages Count=int Kids=[@pages|@page] Parent?=@pages
page: Type=/Page Parent=@pages Resources=@resources MediaBox=a4 StructParents?=int Contents=@drawing
    Annots?=[@text_field|@signature_field]
resources: ColorSpace?={[/ICCBased|@profile]} Font?={@font} ProcSet?=[name]
drawing: stream
profile: stream N=1|3 Range=[number]

font: Type=/Font Subtype=/Type0 BaseFont=name Encoding=/Identity-H DescendantFonts=[@cid]1 ToUnicode=@cmap
cid: Type=/Font Subtype=/CIDFontType2 BaseFont=name CIDSystemInfo=@system FontDescriptor=@descriptor DW=number
    CIDToGIDMap=/Identity W=widths
system: Registry=string Ordering=string Supplement=0
descriptor: Type=/FontDescriptor FontName=name Flags=int FontBBox=[number]4 ItalicAngle=number Ascent=number
    Descent=number CapHeight=number StemV=number CIDSet=@bits FontFile2=@program
cmap: stream Type=/CMap WMode=0
bits: stream
program: stream

structure: Type=/StructTreeRoot K=[@element] ParentTree=@parents ParentTreeNextKey=int RoleMap=@roles IDTree?=@ids
parents: Nums=parents
ids: Names=ids
roles: Datetime=/Span Terms=/Part Title=/P Strong=/Span Em=/Span
element: Type=/StructElem P=@structure|@element K?=[int|@element|@marked_content] Pg?=@page T?=string Alt?=string ID?=string
    A?=[@attribute]
    S=/Document|/Div|/P|/Span|/H1|/H2|/H3|/Strong|/Em|/Figure|/Table|/THead|/TBody|/TR|/TH|/TD|/L|/LI|/LBody|/Lbl
marked_content: Type=/MCR Pg=@page MCID=int
attribute: O=/Layout|/Table|/List Placement?=name TextDecorationType?=name BorderColor?=[number|null|[number]]
    BorderStyle?=[name]|name BorderThickness?=[number|null]|number ColSpan?=int RowSpan?=int Headers?=[string]
    Scope?=name BBox?=[number]4 Width?=number|/Auto Height?=number|/Auto ListNumbering?=name
marked: Marked=true Suspects=false
viewer: Direction=/L2R
xmp: stream Type=/Metadata Subtype=/XML
intent: Type=/OutputIntent S=/GTS_PDFA1 OutputCondition=string OutputConditionIdentifier=string RegistryName=string
    Info=string DestOutputProfile=@profile
outlines: Type=/Outlines First=@item Last=@item Count=int
item: Title=string Parent=@outlines|@item Dest=destination Next?=@item Prev?=@item First?=@item Last?=@item Count?=int

form: Fields=[@text_field|@signature_field]4 SigFlags=1|3 DA=string DR=@faces
faces: Font={@font}
extensions: ESIC=@extension
extension: Type?=/DeveloperExtensions BaseVersion=/1.7 ExtensionLevel=1
permissions: DocMDP=@signature
text_field: Type=/Annot Subtype=/Widget FT=/Tx T=string TU=string Rect=[number]4 P=@page F=132 Ff=1 DA=string Q=0
    MK=@nothing AP=@look V?=string
signature_field: Type=/Annot Subtype=/Widget FT=/Sig T=string TU=string Rect=[number]4 P=@page F=132 AP=@look
    V?=@signature Lock?=@lock
nothing:
archive: Type?=/DSS Certs?=[@evidence] CRLs?=[@evidence] OCSPs?=[@evidence] VRI?={@of_signature}
of_signature: Type?=/VRI Cert?=[@evidence] CRL?=[@evidence] OCSP?=[@evidence] TU?=string
evidence: stream
lock: Type=/SigFieldLock Action=/All P=1
look: N=@appearance
appearance: stream Type=/XObject Subtype=/Form BBox=[number]4 Resources=@appearance_resources
appearance_resources: Font?={@font} XObject?={@appearance} ExtGState?={@opaque} ColorSpace?={[/ICCBased|@profile]}
    ProcSet?=[name]
opaque: CA=1 ca=1
signature: Type=/Sig Filter=/Adobe.PPKLite SubFilter=/ETSI.CAdES.detached M=string Name=string Reason=string
    Contents=string ByteRange=[int]4 Reference?=[@reference]
reference: Type=/SigRef TransformMethod=/DocMDP|/FieldMDP TransformParams=@transform Data?=@catalog
transform: Type=/TransformParams V=/1.2 P?=1|2|3 Action?=/All
"""

# A stream may say how long it is and that it is deflated; no other filter.
STREAM_KEYS: Final = {"/Length": ("int",), "/Filter": ("/FlateDecode",)}
A4: Final = ((0, 0, 595.2756, 841.8898), (0, 0, 841.8898, 595.2756))
# Colours mean what these profiles of the typesetter say, by the number of their colours and SHA-256.
PROFILES: Final = {
    1: "00c0f94e09127520a17dc0e1d9264b5702081d96dbdb1549ee88e3631ce42a9d",
    3: "c56e1685d888f5edb92fe07f2750f387f8fe8e91b32ff8fb0b56bfbbb9458353",
}

PAGE_OPERATORS: Final = frozenset(
    [
        "q",
        "Q",
        "cm",
        "cs",
        "scn",
        "CS",
        "SCN",
        "BT",
        "ET",
        "Tf",
        "Tr",
        "Tm",
        "Tj",
        "TJ",
        "BDC",
        "EMC",
        "m",
        "l",
        "c",
        "h",
        "w",
        "J",
        "j",
        "M",
        "d",
        "S",
        "f",
        "f*",
        "B",
        "b",
        "W",
        "n",
        "re",
    ]
)
APPEARANCE_OPERATORS: Final = PAGE_OPERATORS | frozenset(["g", "gs", "Do", "Td", "BMC"])
TAGS: Final = frozenset(
    ["/Artifact", "/Span", "/P", "/Tx", "/H1", "/H2", "/H3", "/Strong", "/Em", "/Figure", "/Lbl"]
)
TAG_KEYS: Final = frozenset(
    [
        "/MCID",
        "/Alt",
        "/Lang",
        "/ActualText",
        "/Attached",
        "/Subtype",
        "/Type",
        "/BBox",
        "/Top",
        "/Bottom",
        "/Left",
        "/Right",
        "/Header",
        "/Footer",
        "/Pagination",
        "/Layout",
    ]
)


@dataclass(frozen=True)
class Kind:
    """One kind of object: the shapes each key may have, and which keys must be there."""

    name: str
    is_stream: bool
    shapes: dict[str, tuple[str, ...]]
    required: frozenset[str]

    def is_told_by(self, key: str, name: str) -> bool:
        """Whether a key with a fixed name speaks for another kind."""
        fixed = self.shapes.get(key, ())
        return not fixed or not fixed[0].startswith("/") or name in fixed


def alternatives(shape: str) -> tuple[str, ...]:
    """`a|b` as its parts; a bar within brackets belongs to what the brackets hold."""
    parts, depth = [""], 0
    for letter in shape:
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(letter, 0)
        if letter == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += letter
    return tuple(parts)


def _read(declared: str) -> dict[str, Kind]:
    lines: list[str] = []
    for line in declared.splitlines():
        if line.startswith(" "):
            lines[-1] += line
        elif line:
            lines.append(line)
    return {kind.name: kind for kind in map(_kind, lines)}


def _kind(line: str) -> Kind:
    name, _colon, rest = line.partition(":")
    words = rest.split()
    is_stream = words[:1] == ["stream"]
    keys = [word.split("=", 1) for word in words[is_stream:]]
    shapes = {f"/{key.rstrip('?')}": alternatives(shape) for key, shape in keys}
    required = frozenset(f"/{key}" for key, _shape in keys if not key.endswith("?"))
    if is_stream:
        shapes |= STREAM_KEYS
        required |= {"/Length"}
    return Kind(name, is_stream, shapes, required)


KINDS: Final = _read(_DECLARED)
