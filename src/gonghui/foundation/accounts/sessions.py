"""What a session remembers: when it began, how its person came in, and the post she acts from."""

from django.conf import settings

BEGAN, BY_PHONE, FACTOR, POST = "began", "by_phone", "second_factor", "post"
MAY_ENROL = "may_enrol"


def begin(request, now: float, by_phone: bool) -> None:
    """A person has signed in; `now` in seconds since the epoch; `by_phone` opens no staff post."""
    request.session[BEGAN], request.session[BY_PHONE] = now, by_phone
    request.session.pop(POST, None)


def is_too_old(request, now: float) -> bool:
    """Whether the longest life of a session is over, however busy it was."""
    return now - request.session.get(BEGAN, 0) > settings.SESSION_LONGEST


def note_second_factor(request, user) -> None:
    """The person has shown, or in this session enrolled, a second factor."""
    request.session[FACTOR] = user.pk


def has_second_factor(request) -> bool:
    return request.user.is_authenticated and request.session.get(FACTOR) == request.user.pk


def open_enrolment(request) -> None:
    """The person has shown the one-time code that a reset left her."""
    request.session[MAY_ENROL] = request.user.pk


def may_enrol(request) -> bool:
    return request.session.get(MAY_ENROL) == request.user.pk


def came_by_phone(request) -> bool:
    """Whether she came in by a code to her phone alone."""
    return bool(request.session.get(BY_PHONE))


def choose_post(request, post) -> None:
    """Act from this post from now on, under a new session key."""
    request.session.cycle_key()
    request.session[POST] = post.pk


def chosen(request, posts):
    """The chosen post among those open to the person, the only one when there is no choice, else None."""
    if len(posts) == 1:
        return posts[0]
    return next((post for post in posts if post.pk == request.session.get(POST)), None)
