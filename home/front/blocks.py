"""What editors put the front page together from."""

from wagtail import blocks

from home.front import sections
from home.front.rules import Width
from home.topics.blocks import (
    FiguresBlock,
    PageListBlock,
    QuotationsBlock,
    RuleListBlock,
    TimelineBlock,
)
from media.blocks import AudioBlock, VideoBlock
from portal.blocks import (
    DocumentBlock,
    GalleryBlock,
    HeadingBlock,
    ImageBlock,
    ParagraphBlock,
    QuoteBlock,
)


class LeadStoryBlock(sections.PagesBlock):
    """The story of the day."""

    source = "lead"
    most = blocks.IntegerBlock(
        label="轮换范围",
        default=4,
        min_value=1,
        max_value=sections.MOST,
        help_text="最新的几篇故事每天轮流上头条；填 1 就总是最新的一篇。",
    )
    pages = sections.by_hand("stories.StoryPage")

    class Meta:
        label = "头条故事"
        icon = "pick"
        width = Width.LEAD
        template = "home/front/lead.html"
        description = "一篇师德故事，每天自动换。后面紧跟“今日读段”时，两个并排。"


class PassageBlock(sections.SectionBlock):
    """Today's passage."""

    source = "passage"

    class Meta:
        label = "今日读段"
        icon = "calendar"
        width = Width.SIDE
        template = "home/front/passage.html"
        description = "每天读段“教育学”当天的一段，没有设置项。"


class StoriesBlock(sections.PagesBlock):
    """New stories, without the one that leads."""

    source = "stories"
    title = sections.title("师德风采")
    most = sections.most(3)
    pages = sections.by_hand("stories.StoryPage")

    class Meta:
        label = "师德故事"
        icon = "user"
        template = "home/front/stories.html"
        description = "新的故事；已经上头条的一篇不重复。"


class BookListsBlock(sections.PagesBlock):
    """New book lists."""

    source = "book_lists"
    title = sections.title("晒书单")
    most = sections.most(3)
    pages = sections.by_hand("reading.BookListPage")

    class Meta:
        label = "书单"
        icon = "list-ul"
        template = "home/front/book_lists.html"
        description = "新的书单，没有题图的画成一排书脊。"


class LogsBlock(sections.PagesBlock):
    """New reading logs."""

    source = "logs"
    title = sections.title("读书笔记")
    most = sections.most(4)
    width = sections.width(Width.HALF)
    pages = sections.by_hand("reading.ReadingLogPage")

    class Meta:
        label = "读书笔记"
        icon = "edit"
        template = "home/front/logs.html"
        description = "新的读书笔记，以文字为主。"


class EventsBlock(sections.PagesBlock):
    """What comes; where nothing is announced, what was last."""

    source = "events"
    title = sections.title("论坛活动")
    most = sections.most(3)
    width = sections.width(Width.HALF)
    pages = sections.by_hand("forums.ForumEventPage")

    class Meta:
        label = "近期活动"
        icon = "date"
        template = "home/front/events.html"
        description = "将要举行的活动，近的在前；没有预告时放刚办过的。"


class WorkshopsBlock(sections.PagesBlock):
    """Workshops in the order of the directory."""

    source = "workshops"
    title = sections.title("名师工作坊")
    most = sections.most(4)
    width = sections.width(Width.HALF)
    pages = sections.by_hand("workshops.WorkshopPage")

    class Meta:
        label = "工作坊"
        icon = "group"
        template = "home/front/workshops.html"
        description = "工作坊名录的前几个，或自己挑选。"


class WorkshopOfWeekBlock(sections.SectionBlock):
    """One workshop, each week another, with its latest results."""

    source = "week"
    title = sections.title("本周工作坊")
    most = blocks.IntegerBlock(
        label="几项成果",
        default=3,
        min_value=0,
        max_value=6,
        help_text="这个工作坊最近公开的成果。",
    )
    width = sections.width(Width.FULL)

    class Meta:
        label = "本周工作坊"
        icon = "rotate"
        template = "home/front/week.html"
        description = "所有公开的工作坊轮流，每周一换。"


class TopicsBlock(sections.PagesBlock):
    """Topics that run."""

    source = "topics"
    title = sections.title("专题")
    most = sections.most(2)
    width = sections.width(Width.HALF)
    pages = sections.by_hand("home.TopicPage")

    class Meta:
        label = "专题和成果展"
        icon = "folder-open-inverse"
        template = "home/front/topics.html"
        description = "正在进行的专题和成果展，过了结束日期自动撤下。"


class HonoursBlock(sections.SectionBlock):
    """Honours that were given lately."""

    source = "honours"
    title = sections.title("荣誉")
    most = sections.most(6)
    width = sections.width(Width.FULL)

    class Meta:
        label = "荣誉"
        icon = "success"
        template = "home/front/honours.html"
        description = "最近的荣誉，来自公开的师德故事。"


class ProgrammeBlock(sections.SectionBlock):
    """The programme's totals."""

    source = "programme"
    title = sections.title("数字里的书房计划")
    width = sections.width(Width.FULL)

    class Meta:
        label = "书房计划的数字"
        icon = "order"
        template = "home/front/programme.html"
        description = "全区读完的书，按类别合计；不足五人的组不公布。"


class FrontBlock(blocks.StreamBlock):
    """The front page: sections that fill themselves, and words of the editors between them."""

    lead_story = LeadStoryBlock()
    passage = PassageBlock()
    stories = StoriesBlock()
    book_lists = BookListsBlock()
    logs = LogsBlock()
    events = EventsBlock()
    workshops = WorkshopsBlock()
    workshop_of_week = WorkshopOfWeekBlock()
    topics = TopicsBlock()
    honours = HonoursBlock()
    programme = ProgrammeBlock()
    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    quote = QuoteBlock()
    quotations = QuotationsBlock()
    image = ImageBlock()
    gallery = GalleryBlock()
    video = VideoBlock()
    audio = AudioBlock()
    timeline = TimelineBlock()
    figures = FiguresBlock()
    page_list = PageListBlock()
    rule_list = RuleListBlock()
    document = DocumentBlock()

    class Meta:
        required = False
        # One of each: a second one would show the same.
        block_counts = {
            name: {"max_num": 1}
            for name in (
                "lead_story",
                "passage",
                "workshop_of_week",
                "honours",
                "programme",
                "rule_list",
            )
        }
