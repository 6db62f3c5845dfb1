"""Sound and video in the body of a page: played where they stand, from this site alone."""

from typing import Any

from wagtail import blocks
from wagtailmedia.blocks import AudioChooserBlock, VideoChooserBlock

from media.models import PortalRecording
from portal.blocks import PartsBlock, PictureChooserBlock

GROUP = "图片与声像"


class VideoBlock(PartsBlock):
    """A film with its captions and a picture that stands there until it plays."""

    recording = VideoChooserBlock(label="视频")
    poster = PictureChooserBlock(
        label="封面图", required=False, help_text="播放之前显示；不选就显示视频的第一帧。"
    )
    caption = blocks.CharBlock(label="说明", required=False, max_length=200)

    class Meta:
        label = "视频"
        icon = "wagtailmedia-video"
        group = GROUP
        template = "media/blocks/video.html"
        description = "本站存放的视频，带字幕；读者点开才下载。"

    def get_api_representation(self, value: Any, context: dict | None = None) -> dict:
        """Give the address too: there is no list of recordings to look it up in."""
        shown = super().get_api_representation(value, context=context)
        return shown | _addresses(value["recording"])

    def get_preview_value(self) -> Any:
        """Show the latest film of the site."""
        return self.normalize({"recording": _latest("video"), "caption": "开学第一课，剪影"})

    @property
    def is_previewable(self) -> bool:
        """There is a film to show as soon as one was uploaded."""
        return True


class AudioBlock(PartsBlock):
    """A recording to listen to, with its words below."""

    recording = AudioChooserBlock(label="音频")
    caption = blocks.CharBlock(label="说明", required=False, max_length=200)

    class Meta:
        label = "音频"
        icon = "wagtailmedia-audio"
        group = GROUP
        template = "media/blocks/audio.html"
        description = "本站存放的录音，下面可以展开文字稿。"

    def get_api_representation(self, value: Any, context: dict | None = None) -> dict:
        """Give address and words too."""
        shown = super().get_api_representation(value, context=context)
        return shown | _addresses(value["recording"])

    def get_preview_value(self) -> Any:
        """Show the latest recording of the site."""
        return self.normalize({"recording": _latest("audio"), "caption": "老校长讲校史"})

    @property
    def is_previewable(self) -> bool:
        """There is a recording to show as soon as one was uploaded."""
        return True


def _latest(kind: str) -> PortalRecording | None:
    return PortalRecording.objects.filter(type=kind).order_by("-pk").first()


def _addresses(recording: PortalRecording | None) -> dict[str, str]:
    if recording is None:
        return {}
    return {
        "title": recording.title,
        "url": recording.url,
        "captions_url": recording.captions.url if recording.captions else "",
        "transcript": recording.transcript,
    }
