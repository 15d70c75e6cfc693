"""What people do and things do not: the one home of the lists of verbs by which names are told from words."""

from learnbrief.corpus.deidentify.words import word_set

SPEAKING = word_set("""
said says asked asks felt feels thinks thought told tells agreed agrees explained explains described describes mentioned mentions replied added
adds reflected suggested suggests reported commented argued questioned wondered reminded summarised recalled offered challenged thanked
presented introduced chaired facilitated joined spoke talked noted raised shared wants wanted believes believed knows knew admitted insisted
volunteered apologised nodded laughed
""")
"""Saying, thinking and taking part in a meeting, which nothing but people do."""

DOING = SPEAKING | word_set("""
replies reflects reports questions wonders reminds recalls offers thanks chairs joins speaks talks notes raises shares admits insists reckons
reckoned disagreed disagrees objected
led leads wrote writes took takes kept keeps sent sends brought brings ran runs rang rings went goes came gave gives met meets held holds left
leaves worked works managed manages sat sits stood stayed stays read reads drew made makes did does tried tries helped helps found finds saw
sees heard hears got gets needed needs decided decides called calls visited visits phoned texted emailed messaged signed signs started starts
stopped checked checks counted measured marked tested planned plans typed printed carried covers covered looks looked listened listens learned
learnt taught teaches coached coaches trained trains walked walks drove drives cried smiled sighed promised retired resigned qualified moved
trusts struggles struggled waits waited chases chased books booked reviews reviewed proposed proposes seconded invited invites welcomed welcomes
missed misses lives lived died returned attended attends responded responds pointed points chose woke hid rode shook swore wore forgot fought
bought caught sold paid dug hung sang drank began swam threw slept wept dealt spent lent built lost lit shut fed opened closed arrived
cooked baked bakes cleaned ate sings danced knitted sewed painted hated loved liked doubted hoped feared wished worried expects expected prefers
preferred refused begged begs prayed prays swears shrugged grumbled moaned mumbled muttered whispered shouted yelled joked teased grinned frowned
winked sobbed blushed yawned coughed sneezed limped knelt crouched leaned leant stared glanced peered gasped sniffed chuckled giggled cycled parked
flew hurried rushed strolled wandered queued farmed nursed mended fixed tidied swept stacked unlocked locked ironed folded poured pours served
hosted ushered interprets interpreted translated translates scribbled doodled drafted edited edits submitted submits circulated circulates forwarded
scribed minuted timed copied borrowed borrows lends owes owns earned earns voted married divorced adopted fostered grieves grieved recovered
relapsed collapsed fainted vomited recruited interviewed mentored supervises supervised shadowed rehearsed practised practises studied graduated
revised enrolled applied applies resents resented regretted forgets remembers remembered realised realises noticed guessed suspected assumed assumes
imagined dreamt dreamed interrupted apologises answered greeted greets hugged kissed waved congratulated confessed confesses complained complains
protested argues pleaded nagged scolded warned warns advised advises consoled comforted reassured reassures encouraged encourages persuaded
convinced dropped dashed popped swapped contributes contributed donated donates collected delivers delivered fetched handed blamed forgave forgives
owned facilitates coordinated organised organises arranges arranged hired sacked quit
hates loves likes prefers refuses cries smiles sighs nods laughs grumbles mutters whispers shouts grins frowns blushes yawns sneezes stares chuckles
giggles cycles hurries strolls wanders mends tidies sweeps scribbles borrows mentors rehearses graduates resigns retires enrols resents regrets
interrupts hugs kisses nags scolds pleads consoles collects fetches hires sacks quits owns drives swims sleeps weeps cooks eats knits sews paints
""")
"""Whatever people do, of which nouns do little."""

PAST = word_set("""
ate beat became bent bit blew broke built burnt burst cast clung crept cut drank fed fled flew froze gave grew hit hurt knelt laid leapt lent let lost
meant overslept paused put quit rang rid rode sang sank set shook shot shut slid slipped spilt split stole stuck swam swept tore threw thrust told
undid withdrew won wound
""")
"""Past forms that no ending tells, of verbs that are not listed by what they mean."""

THINGS_DO = word_set("""
ran runs comes came goes went looks looked matters mattered grew grows fades faded means meant remains remained lies lay lasts lasted returned
returns follows followed depends depended begins began ends ended turns turned falls fell rises rose spreads spread stays stayed wins won costs
cost varies varied helps helped starts started stops stopped makes made takes took gets got needs needed works worked kept keeps holds held
gives gave brings moved lived lives died collapsed recovered dropped closed opened arrived
lets lost served encourages contributed delivered persuaded convinced shadowed
""")
"""What abstract things do as well: 'Patience ran out', 'Success looks different'."""

BEING = word_set("is was are were")
AUXILIARIES = word_set(
    "has had have will would can could shall should might may must did does do didnt doesnt dont wont wouldnt couldnt cant cannot hasnt"
    " hadnt havent isnt wasnt shouldnt wouldve couldve"
)

ABSTRACT = word_set("""
hope joy faith peace love pride patience charity mercy grace justice destiny promise wisdom fortune success progress beauty knowledge memory
privilege delight desire glory miracle testimony victory harmony melody blessing comfort praise favour honour bliss goodness happiness gladness
chance rain storm river sun star song dawn talent perseverance obedience prayer prosperity wonder sunshine snow goodwill clemency prudence
temperance felicity verity constancy trinity trust truth courage freedom liberty silence energy reason money luck surprise life light gold cash
harm anger hunger health time power strength purpose evidence respect dignity passion laughter sorrow trouble danger doubt
""")
"""Things that do as little as what abstract words name, for all that children bear their names."""
