"""Forms of Wagtail's admin: every upload, chooser and replacement goes through the intake."""

from typing import Any

from django import forms
from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm
from wagtailmedia.forms import BaseMediaForm

from media import document_intake, intake, recording_intake


class VerifiedImageFormField(WagtailImageField):
    """Cleans the upload instead of asking Willow, which reads damaged headers unguarded."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.max_upload_size = intake.max_bytes()
        limit = filesizeformat(intake.max_bytes())
        self.help_text = (
            f"支持 JPG、PNG、WebP、GIF、HEIC，不超过 {limit}、"
            f"{intake.max_pixels() // 10_000} 万像素。位置等拍摄信息会自动去除。"
        )
        self.error_messages["file_too_large_unknown_size"] = f"图片超过了 {limit} 的上限。"

    def to_python(self, data: Any) -> File | None:
        upload = forms.FileField.to_python(self, data)
        return None if upload is None else intake.clean_upload(upload)


class VerifiedDocumentFormField(WagtailDocumentField):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.max_upload_size = document_intake.max_bytes()
        limit = filesizeformat(document_intake.max_bytes())
        self.help_text = f"支持 PDF、DOCX、XLSX、PPTX，不超过 {limit}，不能含宏。"
        self.error_messages["file_too_large_unknown_size"] = f"文件超过了 {limit} 的上限。"

    def to_python(self, data: Any) -> File | None:
        upload = forms.FileField.to_python(self, data)
        return None if upload is None else document_intake.clean_document(upload)


class PortalImageForm(BaseImageForm):
    """Base of all of Wagtail's image forms (``WAGTAILIMAGES_IMAGE_FORM_BASE``)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _replace_file_field(self, VerifiedImageFormField)
        if "alt_text" in self.fields:
            # The first step of the multiple upload sends files alone; requiring the text there
            # would make Wagtail keep the raw upload aside. Its second step asks for it.
            files_alone = self.is_bound and self.add_prefix("alt_text") not in self.data
            self.fields["alt_text"].required = not files_alone


class PortalDocumentForm(BaseDocumentForm):
    """Base of all of Wagtail's document forms (``WAGTAILDOCS_DOCUMENT_FORM_BASE``)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _replace_file_field(self, VerifiedDocumentFormField)


class VerifiedRecordingFormField(forms.FileField):
    """Reads the structure of the upload; it is not decoded."""

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        formats = "MP4（H.264）、WebM" if kind == "video" else "M4A、MP3"
        limit = filesizeformat(recording_intake.max_bytes())
        self.help_text = f"支持 {formats}，不超过 {limit}。拍摄地点等信息会自动去除。"

    def to_python(self, data: Any) -> File | None:
        upload = super().to_python(data)
        return upload and recording_intake.clean_recording(upload, kind=self.kind)


class VerifiedCaptionsFormField(forms.FileField):
    def to_python(self, data: Any) -> File | None:
        upload = super().to_python(data)
        return upload and recording_intake.clean_caption_file(upload)


class PortalRecordingForm(BaseMediaForm):
    """Base of all of Wagtailmedia's forms (``MEDIA_FORM_BASE``)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"] = VerifiedRecordingFormField(
            label="文件",
            required=self.fields["file"].required,
            widget=self.fields["file"].widget,
            kind=self.instance.type,
        )
        if self.instance.type == "audio":
            del self.fields["captions"]
        else:
            self.fields["captions"] = VerifiedCaptionsFormField(
                label="字幕",
                required=False,
                widget=forms.ClearableFileInput(attrs={"accept": ".srt,.vtt"}),
                help_text=self.fields["captions"].help_text,
            )


def _replace_file_field(form: forms.ModelForm, field_class: type[forms.FileField]) -> None:
    """Wagtail builds the file field by name and takes no other class; keep its widget."""
    if stock := form.fields.get("file"):
        form.fields["file"] = field_class(
            label=stock.label, required=stock.required, widget=stock.widget
        )
