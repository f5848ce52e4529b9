# SPDX-License-Identifier: MIT
#
# Completion of genet's command line in fish, by genet itself: genet complete WORD...
# prints one candidate per line, with a tab and its description after it. ":files N"
# requests names of files, after the first N bytes of the word; ":program N" means
# that word N begins another command line.

# Prints the typed part of the word at the cursor, without quotes.
function __genet_word
    set -l typed (commandline -ct)

    switch $typed
        case '"*' "'*"
            string sub -s 2 -- $typed
        case '*'
            string unescape -- $typed
            or echo -- $typed
    end
end

function __genet_complete
    set -l words (commandline -opc)
    set -l word (__genet_word)
    set -l genet (string replace -r '^~/' "$HOME/" -- $words[1])

    command -q $genet
    or return
    for line in ($genet complete $words "$word" 2>/dev/null)
        set -l request (string split ' ' -- $line)
        switch $line
            case ':files *'
                set -l kept (string sub -l $request[2] -- $word)
                set -l begun (string sub -s (math $request[2] + 1) -- $word)
                for name in (__fish_complete_path $begun)
                    printf '%s%s\n' "$kept" $name
                end
            case ':program *'
                set -l line $words[(math $request[2] + 1)..] ''
                set line[-1] $word
                complete -C (string join ' ' -- (string escape -- $line))
            case '*'
                printf '%s\n' $line
        end
    end
end

complete -c genet -f -a '(__genet_complete)'
