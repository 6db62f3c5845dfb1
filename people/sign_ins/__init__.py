"""我的登录: where an account is signed in, shown to its owner, who ends what is not theirs.

The rows are django-allauth's (``allauth.usersessions``): key of the session, address and browser at
the sign-in. Its middleware is not used, for it writes at every request: when somebody was last here
stands in the session itself, once a minute (``people.session_limits``).
"""
