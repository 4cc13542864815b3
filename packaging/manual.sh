#!/bin/bash
# The manual page taizhang(1), made of what the program itself says about its commands.
#   packaging/manual.sh PROGRAM en|zh >taizhang.1
set -eu
program=$1 language=$2

say() {
    if [ "$language" = zh ]; then LC_ALL=zh_CN.UTF-8 "$program" "$@"; else LC_ALL=en_US.UTF-8 "$program" "$@"; fi
}

# Text as roff takes it: no line begins with a control character, a backslash is one.
roff() {
    sed -e 's/\\/\\e/g' -e "s/^[.']/\\\\\&&/" -e 's/-/\\-/g'
}

# The names of all commands, as `help` lists them.
commands() {
    say help | sed -n 's/^  \([a-z][a-z ]*[a-z]\).*/\1/p' | sed 's/  .*//'
}

version=$(sed -n 's/^project(taizhang VERSION \([0-9.]*\).*/\1/p' "$(dirname "$0")/../CMakeLists.txt")
if [ "$language" = zh ]; then
    name='台账' what='基层组织的工作台账：应办、已办、缺项，到年度报告'
    heads=(名称 用法 命令 选项和说明 退出码 文件)
    codes='0 完成；1 核对后有不符；2 用法不对；3 输入有误；4 没有权限；5 数据库或读写故障'
    files='数据文件夹，由 \-\-data 或 TAIZHANG_DATA 指定；服务的在 /var/lib/taizhang'
else
    name='taizhang' what="ledger of a branch's work, from what is due to the yearly report"
    heads=(NAME SYNOPSIS COMMANDS OPTIONS 'EXIT STATUS' FILES)
    codes='0 done; 1 checked and found wanting; 2 wrong call; 3 bad input; 4 not allowed; 5 trouble of the store or the disk'
    files='the data folder, named by \-\-data or TAIZHANG_DATA; that of the service is /var/lib/taizhang'
fi

printf '.TH TAIZHANG 1 "" "taizhang %s" "%s"\n' "$version" "$name"
printf '.SH %s\ntaizhang \\- %s\n' "${heads[0]}" "$what"
printf '.SH %s\n.B taizhang\n.I COMMAND\n[options]\n' "${heads[1]}"
printf '.SH %s\n.nf\n' "${heads[2]}"
say help | sed -n '/^  /p' | roff
printf '.fi\n.SH %s\n' "${heads[3]}"
commands | while read -r command; do
    printf '.SS taizhang %s\n.nf\n' "$(roff <<<"$command")"
    # shellcheck disable=SC2086
    say $command --help | sed 1d | roff
    printf '.fi\n'
done
printf '.SH %s\n%s\n.SH %s\n%s\n' "${heads[4]}" "$codes" "${heads[5]}" "$files"
