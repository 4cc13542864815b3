# Completion of taizhang for bash: commands and options are asked of the program, so they are never stale.
_taizhang() {
    local current=${COMP_WORDS[COMP_CWORD]} command word
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        case $word in
        -*) break ;;
        *) command="${command:+$command }$word" ;;
        esac
    done
    if [[ $current == -* ]]; then
        # shellcheck disable=SC2086
        COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" $command --help 2>/dev/null |
            sed -n 's/^  \(--[a-z-]*\).*/\1/p')" -- "$current"))
    elif [ "$COMP_CWORD" -le 2 ]; then
        COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" help 2>/dev/null |
            sed -n "s/^  ${command:+$command }\([a-z]*\)\( .*\|\)\$/\1/p" | sort -u)" -- "$current"))
    fi
    [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- "$current"))
}
complete -o filenames -F _taizhang taizhang
