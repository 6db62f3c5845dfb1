"""Words that carry grammar rather than a subject.

Dropped from queries only: they stay in the index, so that a phrase still matches word by word.
A question such as 怎样才能上好一节课 spends nine tenths of its scoring time on them otherwise.
"""

FUNCTION_WORDS = frozenset(
    """
    的 地 得 了 着 过 吗 呢 吧 啊 呀 嘛 么 是 在 有 和 与 及 或 而 但 也 都 就 还 又 很 太 更 最
    我 你 他 她 它 我们 你们 他们 她们 它们 咱们 自己 这 那 哪 这个 那个 哪个 这些 那些 哪些
    什么 怎么 怎样 如何 为什么 为何 多少 几 谁 哪里 哪儿 怎么样 怎么办 可以 能 能够 会 应该 要
    把 被 让 给 对 对于 关于 从 到 向 往 以 为 为了 因为 所以 如果 虽然 但是 然而 而且 并且 并
    以及 或者 还是 不是 就是 一个 一种 一些 之 其 所 等 等等 请 请问 才 才能
    """.split()  # noqa: SIM905 - a word list reads better as running text
)
