"""个人信息 at ``/my/data/``, and what this floor keeps of a person."""
