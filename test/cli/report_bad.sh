#!/bin/bash
# Whatever is handed in as a report, there is an answer that says what could be judged.
. "$(dirname "$0")/tap.bash"

"$TZ" demo >/dev/null 2>&1
python3 - "$DIR" <<'END'
import sys, zipfile
folder = sys.argv[1]
NAMES = ('xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
         'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
         'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
         'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
         'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"')
XML = '<?xml version="1.0" encoding="UTF-8"?>'
OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/'

def relations(list):
    items = ''.join('<Relationship Id="r%d" Type="%s%s" Target="%s"/>' % (i, OFFICE, kind, at)
                    for i, (kind, at) in enumerate(list))
    return XML + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>' % items

def docx(name, body, parts={}):
    with zipfile.ZipFile(folder + '/' + name, 'w') as z:
        z.writestr('[Content_Types].xml', XML + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                   '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                   '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
                   'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>')
        z.writestr('_rels/.rels', relations([('officeDocument', 'word/document.xml')]))
        z.writestr('word/document.xml', XML + '<w:document %s><w:body>%s</w:body></w:document>' % (NAMES, body))
        if parts:
            z.writestr('word/_rels/document.xml.rels', relations([(k, k + '.xml') for k in parts]))
        for kind, text in parts.items():
            z.writestr('word/%s.xml' % kind, XML + text % NAMES)

def run(text): return '<w:r><w:t>%s</w:t></w:r>' % text
def para(text): return '<w:p>%s</w:p>' % run(text)
head = para('某支部2023年度工作总结') + para('一、主要工作')
tail = (para('二、存在问题') + para('办法不多，检查少，有的同志学得还不够。') +
        para('三、下一步打算') + para('继续努力。'))
picture = '<w:p><w:r><w:drawing><wp:inline><a:graphic/></wp:inline></w:drawing></w:r></w:p>'
docx('pictures.docx', picture * 3)
rows = [('项目', '次数'), ('召开支委会', '12次'), ('召开党员大会', '9次')]
docx('table.docx', head + '<w:tbl>%s</w:tbl>' % ''.join(
    '<w:tr><w:tc>%s</w:tc><w:tc>%s</w:tc></w:tr>' % (para(a), para(b)) for a, b in rows) + tail)
docx('tracked.docx', head + '<w:p>' + run('召开支委会') +
     '<w:del w:id="1" w:author="x"><w:r><w:delText>15</w:delText></w:r></w:del>'
     '<w:ins w:id="2" w:author="x">' + run('12') + '</w:ins>' + run('次。') +
     '<w:r><w:commentReference w:id="0"/></w:r></w:p>' + tail,
     {'comments': '<w:comments %s><w:comment w:id="0">' + para('党员大会99次要改') + '</w:comment></w:comments>'})
docx('footnote.docx', head + '<w:p>' + run('召开支委会12次') +
     '<w:r><w:footnoteReference w:id="2"/></w:r>' + run('。') + '</w:p>' + tail,
     {'footnotes': '<w:footnotes %s><w:footnote w:id="2">' + para('其中扩大会3次。') + '</w:footnote></w:footnotes>'})
box = '<w:txbxContent>%s</w:txbxContent>' % para('召开支委会12次。')
docx('box.docx', head + '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic>'
     '<a:graphicData><wps:wsp><wps:txbx>' + box + '</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>'
     '</mc:Choice><mc:Fallback><w:pict><v:textbox>' + box + '</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>' + tail)
begin = '某支部2023年度工作总结\n一、主要工作\n'
end = '\n二、存在问题\n办法不多，检查少，有的同志学得还不够。\n三、下一步打算\n继续努力。\n'
def text(name, body, code='utf-8'): open(folder + '/' + name, 'wb').write(body.encode(code))
text('wide.txt', begin + '召开支委会１２次、党员大会4次。' + end)
text('old.txt', begin + '召开支委会12次。' + end, 'gb18030')
text('traditional.txt', '某支部2023年度工作總結\n一、主要工作\n召開支委會12次、黨員大會9次。\n二、存在問題\n'
     '辦法不多，檢查少，有的同志學得還不夠。\n三、下一步打算\n繼續努力。\n')
text('damaged.txt', begin + '召开支委会12023多次。' + end)
text('english.txt', 'This is a report of the year 2023. We held 12 meetings and paid 5 visits.\n' * 40)
text('blank.txt', ' \n\n　\n')
line = '全年召开支委会12次、党员大会4次。支部把学习放在前面，按月安排，逐人落实。\n'
text('long.txt', begin + line * (10 * 1024 * 1024 // len(line.encode())) + end)
text('digits.txt', '1' * (10 * 1024 * 1024))
open(folder + '/scan.pdf', 'wb').write(b'%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n'
    b'2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]'
    b'/Resources<<>>>>endobj\ntrailer<</Root 1 0 R>>\n')
open(folder + '/bytes.bin', 'wb').write(bytes(range(256)) * 40)
END
: >"$DIR/empty.txt"

answer() { # STATUS NAME FILE EXPRESSION
    local got=0
    "$TZ" report check "$DIR/$3" --year 2023 --json >"$DIR/out" 2>"$DIR/err" || got=$?
    if [ "$got" = "$1" ]; then json "$2" "$4"; else not_ok "$2 (status $got, not $1)"; fi
}
unread='d.unread.map(u => u.kind).join()'
fails 3 "an empty file" "$TZ" report check "$DIR/empty.txt" --year 2023 --json
says "says that it is empty" "空"
fails 3 "bytes that are no document" "$TZ" report check "$DIR/bytes.bin" --year 2023 --json
answer 1 "blanks only" blank.txt "$unread === 'no_text' && d.form.length === 0"
answer 1 "pictures only" pictures.docx "$unread === 'no_text' && d.unread[0].why.includes('图片')"
answer 1 "a scan without text" scan.pdf "$unread === 'no_text'"
answer 1 "a table with figures" table.docx 'd.claims.map(c => c.verdict).join() === "agrees,differs"'
answer 0 "tracked changes as they were accepted, without comments" tracked.docx \
    'd.claims.length === 1 && d.claims[0].verdict === "agrees" && d.claims[0].text.includes("12次")'
answer 0 "a footnote" footnote.docx 'd.claims[0].verdict === "agrees" && d.form.length === 0'
answer 0 "a text box, once" box.docx 'd.claims.length === 1 && d.claims[0].verdict === "agrees"'
answer 0 "wide and narrow digits" wide.txt 'd.claims.length === 2 && d.claims.every(c => c.verdict === "agrees")'
answer 0 "an old character set" old.txt 'd.claims[0].verdict === "agrees"'
answer 1 "traditional characters" traditional.txt \
    'd.claims.map(c => c.verdict).join() === "agrees,differs" && d.claims[0].text === "召開支委會12次" && d.form.length === 0'
answer 1 "a damaged number is not compared" damaged.txt \
    "d.claims[0].verdict === 'cannot_judge' && d.claims[0].suspect && $unread === 'damaged'"
answer 1 "another language" english.txt "$unread === 'foreign' && d.claims.length === 0 && d.form.length === 0"
answer 1 "ten megabytes of text" long.txt \
    "d.unread.some(u => u.kind === 'too_long') && d.form.some(f => f.kind === 'too_long') && d.claims.length > 1000 && d.claims.every(c => c.verdict === 'agrees')"
answer 1 "ten megabytes of digits" digits.txt "d.unread.some(u => u.kind === 'no_text') && d.claims.length === 0"
finish
