"""English words that carry no time: a closed list, so that a word that might matter is never passed over."""

from __future__ import annotations


def words(text: str) -> list[str]:
    """Keys between bars."""
    return [" ".join(word.split()) for word in text.split("|") if word.strip()]


_VERBS = words(
    """
    run | start | do | check | fire | trigger | execute | schedule | send | launch | call | kick off | perform |
    process | refresh | sync | poll | scrape | generate | email | ping | notify | post | fetch | update | invoke |
    rerun | crawl | pull | publish | deliver | make | have
    """
)
_OBJECTS = words(
    """
    it | this | that | this thing | that thing | things
    """
)
_NOUNS = words(
    """
    task | job | script | scraper | agent | report | workflow | check | reminder | run | runs | thing | pipeline |
    crawler | bot | process | sync | backup | cron | cron job | email | query | digest | summary | update | scrape |
    crawl | flow | automation | command | data | newsletter | batch | meeting | event | alarm | appointment | post |
    message | notification | test | tests | build | export | import | cleanup | standup | review | call | note |
    stand-up | routine | scan | snapshot
    """
)
_OWNERS = words(
    """
    my | our | the | this | that | a | these | an | your
    """
)
_POLITE = words(
    """
    please | maybe | sorry | asap | as soon as possible | someone | somebody | anyone | kick this off | kick it off
    | kick that off | go out | goes out | to go out | if there is one | if it exists | inclusive | pls | plz |
    thanks | thx | ty | thank you | thanks a lot | many thanks | cheers | hey | hi | hello | ok | okay | kindly |
    just | so | well | could you | can you | would you | will you | could u | can u | would u | will u | could we |
    can we | shall we | could | would | can | could you please | can you please | i want | i need | i would like |
    i'd like | i want it | i need it | i'd like it | i want you to | i need you to | i'd like you to | we want |
    we need | we'd like | want | need | let's | you to | it should | it should run | should | should run |
    should be run | must | must run | needs to | needs to run | has to run | is to run | will | will run | to run |
    to run it | to be run | to happen | to go | to start | go | to be | be run | happen | happens | happening |
    occurs | occurring | takes place | me | us | for me | for us | to me | remind me | remind us | remind me to |
    wake me | wake me up | email me | send me | ping me | notify me | tell me | do so | it run | it to run |
    it going | it off | it up | set it up | set up | set | set it | set it to run | set it for | make sure it runs |
    running | runs | runs it | started | scheduled | executed | triggered | regular | exactly | sharp | on the dot |
    precisely | total | all day | all day long | throughout the day
    | until further notice | indefinitely | forever | for ever | with no end date | without an end date | without end
    | around the clock | round the clock | at exactly | at precisely | on a schedule | on my | our | that | which |
    would be great | would be nice | if possible | if you can | will do | right
    """
)

FILLERS = (
    *_POLITE,
    *_VERBS,
    *_NOUNS,
    *(f"{verb} {thing}" for verb in _VERBS for thing in _OBJECTS),
    *(f"to {verb}" for verb in _VERBS),
    *(thing for thing in _OBJECTS if thing not in ("this", "that")),
    *(f"{owner} {noun}" for owner in _OWNERS for noun in _NOUNS),
)
