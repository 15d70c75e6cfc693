"""One invented talk, written the many ways in which tools and people write down who speaks and when."""

from collections.abc import Sequence

SAID = (
    "How did the new board round begin on your ward?",
    "With ten minutes at the whiteboard, before the drugs trolley goes round.",
    "And who leads it when the consultant is away?",
    "The nurse in charge does, and I think that is better for everybody.",
    "At weekends nobody does, because the rota has a hole in it.",
    "Then let us look at the weekend first, shall we?",
    "We tried it twice in March and it fell apart by noon.",
    "What would have kept it going?",
)
BY = (0, 1, 0, 1, 2, 0, 2, 0)
AT = (3, 9, 17, 24, 38, 61, 75, 88)
NAMES = ("Priya Nair", "Owen Blackwood", "Hanna Lindqvist")
LABELS = {
    "names": NAMES,
    "first names": ("Priya", "Owen", "Hanna"),
    "roles": ("Interviewer", "Participant 1", "Participant 2"),
    "codes": ("I", "B1", "B2"),
    "numbered speakers": ("Speaker 1", "Speaker 2", "Speaker 3"),
    "capitals": ("PRIYA NAIR", "OWEN BLACKWOOD", "HANNA LINDQVIST"),
    "a tool's own": ("SPEAKER_00", "SPEAKER_01", "SPEAKER_02"),
}
BELOW = "\n\n"
"""An empty line between turns."""

# {n} label, {w} words, {i} number of the turn; {hms} 00:00:03, {ms} 0:03, {mms} 00:03, {tod} a time of day, {ampm} with AM,
# {frames} 00:00:03:12, {s} 3.20, {tenth} 00:00:03-4, {hash} #00:00:03-4#, {worded} 3 seconds; e_... where the turn ends.
NAMED = {
    "saved captions of a meeting": ("[{n}] {tod}\n{w}", BELOW),
    "name, clock, words below": ("{n}  {ms}  \n{w}", BELOW),
    "name, clock in brackets, words below": ("{n} ({mms}):\n{w}", BELOW),
    "name, colon, clock": ("{n}: [{hms}] {w}", BELOW),
    "name, colon, clock, words below": ("{n}: {hms}\n{w}", BELOW),
    "name above clock": ("{n}\n[{hms}]\n{w}", BELOW),
    "name above clock without empty lines": ("{n}\n{mms}\n{w}", "\n"),
    "clock above name": ("{mms}\n{n}\n{w}", BELOW),
    "clock above name and colon": ("{mms}\n{n}: {w}", BELOW),
    "clock, name and colon": ("[{hms}] {n}: {w}", BELOW),
    "bare clock, name and colon": ("{ms} {n}: {w}", BELOW),
    "clock, dash, name": ("[{hms}.120] - {n}\n{w}", BELOW),
    "clock with @, dash, name": ("@{ms} - {n}\n{w}", BELOW),
    "clock and name on a line": ("{hms} {n}\n{w}", BELOW),
    "name and time of day": ("{n} {ampm}\n{w}", BELOW),
    "name and time of day in brackets": ("{n} [{ampm}] {w}", "\n"),
    "name, dash, clock": ("{n} - {mms}\n{w}", BELOW),
    "name at clock": ("{n} at {mms}\n{w}", BELOW),
    "name, comma, clock": ("{n}, {mms}\n{w}", BELOW),
    "name in quotation marks": ('"{n}" {mms}\n{w}', BELOW),
    "name and minutes in words": ("{n}   {worded}\n{w}", BELOW),
    "name and clock twice": ("{n}   {worded}\n{ms}\n{n} {worded}\n{w}", BELOW),
    "span above name": ("{hms}.120 --> {e_hms}.120\n{n}\n{w}", BELOW),
    "span in single digits above name": ("0:0:{t}.34 --> 0:1:{t}.9\n{n}\n{w}", BELOW),
    "span of frames above name": ("{frames} - {e_frames}\n{n}\n{w}", BELOW),
    "frames, name and colon": ("{frames} {n}: {w}", "\n"),
    "span and name in brackets": ("[{hms}.120 --> {e_hms}.120] [{n}] {w}", "\n"),
    "span, name and colon": ("[{s} - {e_s}] {n}: {w}", "\n"),
    "name and span of seconds": ("{n} [{s}s - {e_s}s]: {w}", "\n"),
    "name and span": ("{n} ({mms} - {e_mms}): {w}", BELOW),
    "day, time, dash, name": ("14/03/2025, 10:0{i} - {n}: {w}", "\n"),
    "day and time in brackets": ("[14/03/2025, {tod}] {n}: {w}", "\n"),
    "bars": ("{n} | {mms} | {w}", "\n"),
    "bars, clock first": ("{mms} | {n} | {w}", "\n"),
    "name and bar": ("{n} | {w}", "\n"),
    "hashes behind the words": ("{n}: {w} {hash}", BELOW),
    "hashes before the name": ("{hash} {n}: {w}", BELOW),
    "tenths after a dash": ("{tenth} {n}: {w}", BELOW),
    "clock in brackets behind the words": ("{n}: {w} [{hms}]", BELOW),
    "clock in round brackets behind the words": ("{n}: {w} ({mms})", BELOW),
    "captions pasted into a text": ("{i}\n{hms}.120 --> {e_hms}.120\n{n}: {w}", BELOW),
    "the word time": ("Time: {mms}\n{n}: {w}", BELOW),
    "number and full stop": ("{i}. {n}: {w}", "\n"),
    "number": ("{i} {n}: {w}", "\n"),
    "number in brackets": ("[{i}] {n}: {w}", "\n"),
    "number with noughts": ("{i:03d} {n}: {w}", "\n"),
    "number, tab, name, tab": ("{i}\t{n}\t{w}", "\n"),
    "number above name": ("{i}\n{n}\n{w}", BELOW),
    "tab": ("{n}\t{w}", "\n"),
    "clock, tab, name, tab": ("{hms}\t{n}\t{w}", "\n"),
    "two clocks, name, parted by tabs": ("{hms}\t{e_hms}\t{n}\t{w}", "\n"),
    "square brackets": ("[{n}] {w}", "\n"),
    "square brackets and colon": ("[{n}]: {w}", BELOW),
    "round brackets": ("({n}) {w}", "\n"),
    "pointed brackets": ("<{n}> {w}", "\n"),
    "stars": ("**{n}** {w}", "\n"),
    "stars and colon": ("**{n}**: {w}", BELOW),
    "colon": ("{n}: {w}", "\n"),
    "colon without a blank": ("{n}:{w}", "\n"),
    "colon with a blank before": ("{n} : {w}", "\n"),
    "colon, words below": ("{n}:\n{w}", BELOW),
    "colon, words below an empty line": ("{n}:\n\n{w}", BELOW),
    "name alone": ("{n}\n{w}", BELOW),
    "name alone above an empty line": ("{n}\n\n{w}", BELOW),
    "dash": ("{n} - {w}", "\n"),
    "long dash": ("{n} — {w}", BELOW),
    "list": ("- {n}: {w}", "\n"),
    "arrows": (">> {n}: {w}", BELOW),
    "arrow behind the name": ("{n} > {w}", "\n"),
    "semicolon": ("{n}; {w}", "\n"),
    "full stop": ("{n}. {w}", "\n"),
}
UNNAMED = {
    "clock before the words": ("[{hms}] {w}", "\n"),
    "bare clock before the words": ("{mms} {w}", BELOW),
    "clock above the words": ("{ms}\n{w}", "\n"),
    "span before the words": ("[{hms}.120 --> {e_hms}.120]  {w}", "\n"),
    "captions pasted without names": ("{i}\n{hms}.120 --> {e_hms}.120\n{w}", BELOW),
}


def written(shape: tuple[str, str], labels: Sequence[str] = NAMES) -> str:
    """The talk in one shape: (a turn's pattern, what stands between turns)."""
    pattern, between = shape
    ends = (*(at - 1 for at in AT[1:]), AT[-1] + 6)
    turns = [
        pattern.format(
            n=labels[who],
            w=words,
            i=number,
            t=at % 60,
            **_times(at),
            **{f"e_{name}": one for name, one in _times(end).items()},
        )
        for number, (words, who, at, end) in enumerate(zip(SAID, BY, AT, ends, strict=True), 1)
    ]
    return between.join(turns)


def _times(at: int) -> dict[str, str]:
    minutes, rest = divmod(at, 60)
    return {
        "hms": f"00:{minutes:02d}:{rest:02d}",
        "ms": f"{minutes}:{rest:02d}",
        "mms": f"{minutes:02d}:{rest:02d}",
        "tod": f"10:{minutes + 2:02d}:{rest:02d}",
        "ampm": f"10:{minutes + 2:02d} AM",
        "frames": f"00:{minutes:02d}:{rest:02d}:12",
        "s": f"{at}.20",
        "tenth": f"00:{minutes:02d}:{rest:02d}-4",
        "hash": f"#00:{minutes:02d}:{rest:02d}-4#",
        "worded": f"{minutes} minute{'' if minutes == 1 else 's'} {rest} seconds" if minutes else f"{rest} seconds",
    }
