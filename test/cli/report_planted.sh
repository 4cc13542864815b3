#!/bin/bash
# Ten copied, ten left over and ten impossible things in the draft of the demonstration year: each is found, and nothing else.
. "$(dirname "$0")/tap.bash"

judge() { # FILE
    "$TZ" report check "$1" --year 2023 --json >"$DIR/out" 2>"$DIR/err"
    [ $? = 1 ]
}
# Lines behind the heading of the practices, where the draft has nothing yet.
put() { # FILE LINES
    awk -v lines="$2" '{ print } /主要做法和体会/ { print lines }' "$DIR/draft.txt" >"$1"
}

check "the demonstration" "$TZ" demo
check "its report" "$TZ" report draft --year 2023 -o "$DIR/draft.docx"
check "its text" "$TZ" text "$DIR/draft.docx"
cp "$DIR/out" "$DIR/draft.txt"

# ---- copied ----
in=$DIR/in
mkdir -p "$in"
cat >"$DIR/paragraphs" <<'END'
每逢圩日，支部在供销社门口摆一张长桌，两名党员轮流坐班，来问化肥价的、来问种子钱的、来托人写收据的，一律当面记下，隔一个圩日答复。
仓库里那台旧磅秤换掉以后，过秤的单子一式两份贴在墙上，谁家交了多少斤、扣了多少水分，社员自己看得见，吵嘴的事少了一大半。
入秋前把三个门店的电线从头到尾查了一遍，换下老化的插座二十多个，给每个柜台写明谁管开关、谁管锁门，晚上由值班的人签名。
村里的老人不会用手机付款，党员就在收银台旁边留一个窗口，专收零钱，找不开的记在小本子上，下次来买盐的时候一并算清。
茶叶下来的那半个月，支部把会议挪到夜里九点，白天都到山上帮着挑青叶，年轻的抬筐，年长的看秤，没有一家因为缺人手误了采摘。
水渠堵在两村交界处，谁也不愿先动手，我们请来两边的组长，当着大家的面丈量长短，一家一半分清楚，第三天水就流进了下游的田里。
新来的营业员分不清农药的标签，支部请农技站的师傅下班后来讲，讲完一样就让她自己配一遍，配错了重来，直到不看本子也能说准。
仓库门口的台阶太高，推车上不去，几个党员用星期天拉来碎石和水泥，砌成一道缓坡，从那以后六十岁的搬运工也不用再弯腰抬了。
腊月里查账，发现有两笔预付的货款没有收条，经手的人当天就骑车到邻县补齐，回来在会上把前后经过说了一遍，大家听了都不再议论。
雨季来得早，支部把篷布先送到地势低的四户人家，再回头苫自己的货堆，虽说湿了十来包饲料，可是那四户的稻种一粒也没有泡水。
END
n=0
while read -r line; do
    n=$((n + 1))
    printf '见闻第%d篇\n\n那一年的事情说来话长。\n%s\n后来的事情以后再讲。\n' "$n" "$line" >"$in/见闻$n.txt"
done <"$DIR/paragraphs"
check "ten documents are in the library" "$TZ" library add "$in"
put "$DIR/copied.txt" "$(cat "$DIR/paragraphs")"
if judge "$DIR/copied.txt"; then ok "a report that copies is wanting"; else not_ok "a report that copies is not wanting"; fi
json "each of ten copied paragraphs is found, with another source each" \
    'd.copied.length === 10 && new Set(d.copied.map(c => c.doc)).size === 10 && d.copied.every(c => c.similarity === 1)'
json "and nothing else" \
    '[d.leftovers, d.impossible, d.form].every(l => l.length === 0) && d.claims.every(c => c.verdict !== "differs")'

# ---- left over ----
put "$DIR/left.txt" '2020年，支部组织党员到云上村帮收。
我市农资供应充足。
我乡党员带头下田。
在县委的坚强领导下，支部完成了任务。
在青山区委的正确领导下，支部完成了任务。
我作为青山县财政局党支部书记，带头学习。
慰问困难党员**户。
支部坚持##paidbegin##集中学习。
（未完，全文共1902字，当前显示619字）'
sed -i '1s/.*/梦泽区供销社党支部2021年度述职报告/' "$DIR/left.txt"
judge "$DIR/left.txt"
json "ten leftovers are found" 'd.leftovers.length === 10'
json "as what they are" 'd.leftovers.map(l => l.kind).sort().join() ===
    "marker,masked,notice,other_unit,other_year,other_year,place,place,place,place"'
json "and nothing else" '[d.copied, d.impossible, d.form].every(l => l.length === 0)'

# ---- impossible, in the text ----
put "$DIR/never.txt" '培训农户30人次，其中党员40人次。
培训社员30人次，其中党员10人次、职工35人次。
新签土地托管面积90万亩。
党员到会率120%。
2月30日，支部组织了学习。
完成托管作业860亩次。'
judge "$DIR/never.txt"
json "six impossible sentences are found" 'd.impossible.map(i => i.kind).sort().join() ===
    "band,band,no_such_day,part_above_total,part_above_total,unit"'
json "each at its place" 'd.impossible.every(i => i.end > i.start)'
json "and nothing else" '[d.copied, d.leftovers, d.form].every(l => l.length === 0)'

# ---- impossible, in the records behind it ----
record() { # DAY OPTION…
    local day=$1
    shift
    "$TZ" record add --on "$day" --late-why 补录 "$@" >"$DIR/out" 2>"$DIR/err" || not_ok "record of $day"
}
printf '示例市农资储备办法（试行）\n\n示例市供销合作社\n2023年10月20日\n\n第一条 为做好储备，制定本办法。\n第二条 各社按月报数。\n' >"$DIR/示例市农资储备办法.txt"
check "a document of October" "$TZ" library add "$DIR/示例市农资储备办法.txt" --json
printf 'roll of one day' >"$DIR/签到表.jpg"
record 2023-03-15 --kind visit --title 走访茶厂 --place 雾里茶厂 --present 赵甲,钱乙 --field village=雾里村
record 2023-03-15 --kind training --title 安全培训 --place 梦泽礼堂 --present 赵甲,孙丙 --field form=党员
record 2023-05-10 --kind training --title 台账培训 --place 党员活动室 --present 赵甲 --field form=党员 --evidence "$DIR/签到表.jpg"
record 2023-06-08 --kind training --title 党务培训 --place 党员活动室 --present 钱乙 --field form=党员 --evidence "$DIR/签到表.jpg"
record 2023-06-12 --kind training --title 农资培训 --place 党员活动室 --present 孙丙 --field form=党员 --text '学习《示例市农资储备办法》。'
record 2023-03-03 --kind training --title 三月培训 --place 党员活动室 --present 孙丙 --field form=党员 --text 记录时间：2023年3月1日
record 2023-07-03 --kind training --title 会议精神培训 --place 党员活动室 --present 孙丙 --field form=党员 --text '学习党的二十届三中全会精神。'
python3 - "$DIR" <<'END'
import struct, sys, zlib
def png(name, size):
    """A picture of two slopes, twice as large for twice the size."""
    rows = b''.join(b'\0' + bytes((x * 7 // size * 36 + y * 5 // size * 20) % 256 for x in range(size)) for y in range(size))
    def part(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
    with open(sys.argv[1] + '/' + name, 'wb') as f:
        f.write(b'\x89PNG\r\n\x1a\n' + part(b'IHDR', struct.pack('>IIBBBBB', size, size, 8, 0, 0, 0, 0)) +
                part(b'IDAT', zlib.compress(rows)) + part(b'IEND', b''))
png('现场.png', 840)
png('合影.png', 420)
END
record 2023-08-02 --kind training --title 八月培训 --place 党员活动室 --present 李丁 --field form=党员 --evidence "$DIR/现场.png"
record 2023-09-05 --kind training --title 九月培训 --place 党员活动室 --present 周戊 --field form=党员 --evidence "$DIR/合影.png"
put "$DIR/early.txt" '6月12日，党员集体学习《示例市农资储备办法》。
7月3日，讨论《示例市农资储备办法》的意见稿。
8月4日，学习党的二十届三中全会精神。
11月6日，学习《示例市农资储备办法》。'
judge "$DIR/early.txt"
json "so are sentences of the report" 'd.impossible.filter(i => i.end > 0).map(i => i.kind).join() === "before_published,before_published"'
judge "$DIR/draft.txt"
json "what the records cannot all be is found" 'd.impossible.map(i => i.kind).sort().join() ===
    "before_published,before_published,minutes_older,same_file,same_photo,two_places"'
json "with its records, and nowhere in the text" 'd.impossible.every(i => i.records.length > 0 && i.end === 0)'
json "in words about the record" 'd.impossible.every(i => i.why.includes("请核对"))'
json "and nothing else" '[d.copied, d.leftovers, d.form].every(l => l.length === 0)'
finish
