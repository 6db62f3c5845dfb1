"""Password rules in Chinese where Django's own words are not translated."""

from django.contrib.auth import password_validation


class MinimumLengthValidator(password_validation.MinimumLengthValidator):
    """Django's rule; Django 5.2 ships its message without a Chinese translation."""

    def get_error_message(self) -> str:
        return f"密码太短了，至少要 {self.min_length} 个字符。"

    def get_help_text(self) -> str:
        return f"密码至少要 {self.min_length} 个字符。"
