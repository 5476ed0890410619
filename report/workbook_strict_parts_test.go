package report

import (
	"path"
	"strings"

	"github.com/xuri/excelize/v2"
)

// orders are the children of elements as the schema has them, one after another.
var orders = map[string]string{
	"worksheet": "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios autoFilter " +
		"sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations hyperlinks printOptions " +
		"pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing " +
		"legacyDrawingHF picture oleObjects controls webPublishItems tableParts extLst",
	"workbook": "fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups externalReferences definedNames calcPr " +
		"oleSize customWorkbookViews pivotCaches extLst",
	"styleSheet":     "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst",
	"xf":             "alignment protection extLst",
	"dxf":            "font numFmt fill alignment border protection extLst",
	"sheetPr":        "tabColor outlinePr pageSetUpPr",
	"sheetView":      "pane selection pivotSelection extLst",
	"dataValidation": "formula1 formula2",
	"table":          "autoFilter sortState tableColumns tableStyleInfo extLst",
	"comments":       "authors commentList extLst",
	"chartSpace":     "date1904 lang roundedCorners AlternateContent style clrMapOvr pivotFmts protection chart spPr txPr externalData printSettings userShapes extLst",
	"chart":          "title autoTitleDeleted pivotFmts view3D floor sideWall backWall plotArea legend plotVisOnly dispBlanksAs showDLblsOverMax extLst",
	"barChart":       "barDir grouping varyColors ser dLbls gapWidth overlap serLines axId extLst",
	"ser":            "idx order tx spPr invertIfNegative pictureOptions dPt dLbls trendline errBars cat val shape extLst",
	"dLbls": "dLbl delete numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent showBubbleSize separator " +
		"showLeaderLines leaderLines extLst",
	"catAx": "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark tickLblPos spPr txPr crossAx " +
		"crosses crossesAt auto lblAlgn lblOffset tickLblSkip tickMarkSkip noMultiLvlLbl extLst",
	"valAx": "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark tickLblPos spPr txPr crossAx " +
		"crosses crossesAt crossBetween majorUnit minorUnit dispUnits extLst",
	"twoCellAnchor": "from to graphicFrame clientData",
	"graphicFrame":  "nvGraphicFramePr xfrm graphic",
	"title":         "tx layout overlay spPr txPr extLst",
	"legend":        "legendPos legendEntry layout overlay spPr txPr extLst",
	"plotArea":      "layout barChart catAx valAx dTable spPr extLst",
	"scaling":       "logBase orientation max min extLst",
	"rich":          "bodyPr lstStyle p",
	"txPr":          "bodyPr lstStyle p",
	"pPr":           "lnSpc spcBef spcAft buClrTx buClr defRPr extLst",
	"defRPr":        "ln noFill solidFill effectLst highlight latin ea cs sym extLst",
	"rPr":           "ln noFill solidFill effectLst highlight latin ea cs sym extLst",
	"spPr":          "xfrm custGeom prstGeom noFill solidFill gradFill ln effectLst extLst",
	"strRef":        "f strCache extLst",
	"numRef":        "f numCache extLst",
	"numCache":      "formatCode ptCount pt extLst",
	"sheetViews":    "sheetView extLst",
	"tableColumn":   "calculatedColumnFormula totalsRowFormula xmlColumnPr extLst",
}

// contentsOf are the content types of what relationships of a kind lead to, by their ends.
var contentsOf = map[string]string{
	"officeDocument": "spreadsheetml.sheet.main+xml", "worksheet": "spreadsheetml.worksheet+xml", "styles": "spreadsheetml.styles+xml",
	"theme": "theme+xml", "sharedStrings": "spreadsheetml.sharedStrings+xml", "table": "spreadsheetml.table+xml", "comments": "spreadsheetml.comments+xml",
	"vmlDrawing": "vmlDrawing", "drawing": "drawing+xml", "chart": "drawingml.chart+xml", "core-properties": "core-properties+xml",
	"extended-properties": "extended-properties+xml",
}

// relations wants what a relationship leads to, to be of its kind, every property of
// the file once, and one beginning of the file.
func (b *strictBook) relations() {
	types := map[string]string{}
	for _, o := range b.part("[Content_Types].xml").Nodes {
		types[o.attr("Extension")+strings.TrimPrefix(o.attr("PartName"), "/")] = o.attr("ContentType")
	}
	for name, n := range b.parts {
		if !strings.HasSuffix(name, ".rels") {
			continue
		}
		folder := path.Dir(path.Dir(name))
		for _, r := range n.all("Relationship") {
			target := strings.TrimPrefix(r.attr("Target"), "/")
			if target == r.attr("Target") {
				target = path.Join(folder, target)
			}
			content := types[target]
			if content == "" {
				content = types[strings.TrimPrefix(path.Ext(target), ".")]
			}
			if want := contentsOf[path.Base(r.attr("Type"))]; want == "" || !strings.HasSuffix(content, want) {
				b.errorf("%s leads to %s, of type %s, as to a %s", name, target, content, path.Base(r.attr("Type")))
			}
		}
	}
	once := map[string]bool{}
	for _, n := range b.part("docProps/core.xml").Nodes {
		if once[n.XMLName.Local] {
			b.errorf("the file has two properties %s", n.XMLName.Local)
		}
		once[n.XMLName.Local] = true
	}
	for i, pattern := range []string{"none", "gray125"} { // Excel draws these two whatever the file says
		if fills := b.part("xl/styles.xml").child("fills").Nodes; len(fills) < 2 || fills[i].child("patternFill").attr("patternType") != pattern {
			b.errorf("the fill %d is not %s", i, pattern)
		}
	}
}

// views wants one sheet to be selected, that one to be visible, and panes where they
// split: sheets selected together are edited together.
func (b *strictBook) views() {
	book, links := b.part("xl/workbook.xml"), b.links("xl/workbook.xml")
	active := max(book.child("bookViews").child("workbookView").number("activeTab"), 0)
	for i, s := range book.child("sheets").Nodes {
		part := b.part(links[s.attr("id")])
		view := part.child("sheetViews").child("sheetView")
		if selected := view.attr("tabSelected") == "true" || view.attr("tabSelected") == "1"; selected != (i == active) || selected && s.attr("state") != "" {
			b.errorf("the sheet %s is selected: %v; the one that opens is %d", s.attr("name"), selected, active)
		}
		if pane := view.child("pane"); pane.attr("state") == "frozen" {
			x, y, wide, tall := 0, 0, max(pane.number("xSplit"), 0), max(pane.number("ySplit"), 0)
			if column, row, err := excelize.CellNameToCoordinates(pane.attr("topLeftCell")); err == nil {
				x, y = column-1, row-1
			}
			want := map[[2]bool]string{{true, true}: "bottomRight", {false, true}: "bottomLeft", {true, false}: "topRight"}[[2]bool{wide > 0, tall > 0}]
			if x != wide || y != tall || pane.attr("activePane") != want {
				b.errorf("%s: panes split at %d, %d go on at %s, in the %s", s.attr("name"), wide, tall, pane.attr("topLeftCell"), pane.attr("activePane"))
			}
		}
		for _, list := range []string{"rowBreaks", "colBreaks"} {
			breaks := part.child(list)
			if breaks.XMLName.Local != "" && (len(breaks.Nodes) == 0 || breaks.number("count") != len(breaks.Nodes) || breaks.number("manualBreakCount") != len(breaks.Nodes)) {
				b.errorf("%s: %s says %s and has %d", s.attr("name"), list, breaks.attr("count"), len(breaks.Nodes))
			}
			for _, one := range breaks.Nodes {
				if last := map[string]int{"rowBreaks": 1<<20 - 1, "colBreaks": 1<<14 - 1}[list]; one.number("id") < 1 || one.number("id") > last {
					b.errorf("%s: a break at %s", s.attr("name"), one.attr("id"))
				}
			}
		}
	}
}

// axes wants the axes of a chart to be its own, each to cross another of them, and
// words for the chart.
func (b *strictBook) axes() {
	for part, n := range b.parts {
		for _, frame := range n.all("graphicFrame") {
			if names := frame.all("cNvPr"); len(names) != 1 || names[0].attr("descr") == "" {
				b.errorf("%s: a chart has no words for those who do not see it", part)
			}
		}
	}
	for part, n := range b.parts {
		if !strings.HasPrefix(part, "xl/charts/") {
			continue
		}
		ids := map[string]bool{}
		for _, kind := range []string{"catAx", "valAx"} {
			for _, axis := range n.all(kind) {
				ids[axis.child("axId").attr("val")] = true
			}
		}
		for _, kind := range []string{"barChart", "catAx", "valAx"} {
			for _, user := range n.all(kind) {
				for _, c := range user.Nodes {
					if name := c.XMLName.Local; (name == "axId" || name == "crossAx") && !ids[c.attr("val")] {
						b.errorf("%s: %s has the axis %s", part, kind, c.attr("val"))
					}
				}
			}
		}
	}
}
