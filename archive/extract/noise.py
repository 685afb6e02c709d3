"""Words of the page around an article: menus, widgets, headings of lists of other articles, advertising, footers.

Deliberately not here: where the article begins and ends (`zones`, `tail`).
"""

from __future__ import annotations

import re

from archive.extract.remembered import remember
from archive.text.regex import regex

_LISTS = (
    r"(?:相关|相关的)(?:文章|新闻|阅读|链接|推荐|报道|资讯|内容|热词|信息|专题|稿件|附件|搜索|话题|标签|视频|评论)"
    r"|推荐(?:阅读|文章|资讯|新闻|内容|视频|图文|专题)|延伸阅读|拓展阅读|扩展阅读|猜你喜欢|你可能(?:还|也)?(?:喜欢|感兴趣)|您可能(?:还|也)?(?:喜欢|感兴趣)"
    r"|作者(?:的)?(?:最新|其他|更多)(?:的)?文章|(?:他|她|ta)的(?:其他|更多|最新)?文章|热门跟贴|网友跟贴|热门视频|更多(?:新闻|文章|内容|精彩|资讯)"
    r"|大家(?:都|正|还)?在看|为[你您]推荐|推荐\d{1,3}|(?:点击|人气|热度|浏览)(?:排行|榜)|(?:新闻|本周|本月)?排行榜?|最近(?:发表|更新)|标签列表|观察员|大家还看了?|(?:热门|热点|最热|最新|精彩|图片|精选|今日|本周|本月|24小时|一周|社会|国内|国际|频道|新闻|文章|点击|阅读)"
    r"(?:文章|新闻|推荐|排行榜?|评论|资讯|点击|话题|发布|精选|图集|内容|热点|信息|动态|头条|要闻)(?:精选|排行|推荐)?"
)
_ENDS = (
    r"上一[篇条页]|下一[篇条页]|前一[篇条]|后一[篇条]|上篇|下篇|网友评论|网友跟帖|发表评论|我要评论|我来说两句|评论列表|用户评论|用户名|验证码|"
    r"点击我更换图片|版权声明|声明(?=:)|免责声明|特别声明|郑重声明|本站声明|本网声明|版权与免责声明|版权和免责声明|特别提示|"
    r"(?:全部|最新|精彩|热门|网友|精选)(?:回复|评论|留言|跟帖)|回复\s?举报|留言\s?\d|写留言|喜欢作者|喜欢此内容|预览时标签|继续滑动看|热门标签|本文标签|附件\s?(?:下载)?\s?[:【\[]|我要纠错|[【\[]我要纠错|扫一扫在手机|网站地图|关于我们|联系我们|返回(?:顶部|首页|列表|上一页)|设为首页|加入收藏|友情链接|如若转载|转载请注明|未经授权"
)
TAIL_HEADING = regex(
    rf"[\W_0-9]{{0,6}}(?:(?:{_LISTS})[\W_]{{0,4}}(?:更多|more|换一换|>+)?[\W_]{{0,4}}$|(?:{_LISTS})\s?[:\-—]|(?:{_ENDS})\s?"
    rf"(?:[:\s<>(【]|$)|(?:{_ENDS})[^。]{{0,30}}$|用户名\s?:)"
)
TAIL_HEADING_INLINE = regex(
    rf"(?:(?<=[。!?)”】\]])|(?<=\s))\s?(?:[一-鿿]{{0,2}}(?:{_LISTS})\s?[:\-]|(?:上一[篇条]|下一[篇条]|网友评论|用户名|新闻投稿|新闻热线|免责声明|特别声明|版权声明)\s?:"
    rf"|(?:推荐资讯|推荐阅读|相关文章|相关新闻|相关阅读)\s?$)"
)
FOOTER = regex(
    r"(?:版权所有|copyright|©|icp备|icp证|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]icp|公网安备|"
    r"网站标识码|all rights reserved|(?:(?:^|[\s|>·])(?:主办|承办|协办|主管|建设|维护)|技术支持(?:电话)?|主办单位|承办单位)(?:单位)?\s?:|增值电信业务|"
    r"互联网新闻信息服务许可证|违法和不良信息举报|新闻热线\s?:|投稿邮箱\s?:)"
)
# Phrases of widgets: a line that begins so belongs to the page.
_PHRASES = (
    r"点击右上角|请使用浏览器分享|点击浏览器下方|分享(?:到|至)(?:微信|微博|qq|朋友圈|空间|好友|新浪|:|\s|$)|微信扫一扫|用微信扫|扫一扫(?:在手机|关注|下载|分享|手机)|"
    r"【?(?:打印|关闭|字体|字号)(?:本页|此页|窗口|】|:|\s|$)|字[体号]\s?:|复制链接|展开全文|点击查看全文|阅读全文|加载中|语音播报|我有话说|我来说两句|"
    r"请(?:输入|填写|拖动|完成)[^。]{0,12}验证|立即下载|打开app|下载app|找回密码|免费注册|只需一步|快捷登录|用户名\s?:|验证码\s?:|记住密码|忘记密码|请先登录|登录后|手机看新闻|自定义html|"
    r"您访问的链接即将离开|电子报阅读机|【?pdf(?:版|】|\s|$)|【pdf版|今天是\d{4}年|欢迎(?:您|访问|光临)(?:来到)?[^。]{0,20}网站|\d{1,2}\s?(?:上一篇|下一篇)|"
    r"上一篇|下一篇|上一条|下一条|报纸导航|版面导航|版面目录|标题导航|\d{1,6}\s?(?:跟贴|条评论|人参与|人评论|个赞)|发送邮件至|点击进入专题|只看该作者|"
    r"视力保护色|(?:阅读|在看|点赞|赞|收藏|支持|反对)\s\d+(?:\s|$)|来自\s[一-鿿]{2,8}$|lv\.?\s?\d{1,2}(?:\s|$)|uid\s?:?\s?\d|\d{1,6}主题|(?:主题|帖子|精华|积分|威望|金币|贡献|阅读权限|在线时间|注册时间|最后登录)\s?:?\s?\d|电梯直达|ip属地|倒序浏览|关注该公众号|长按(?:二维码|识别|图片)|scan me|"
    r"[((]?(?:原题为|本文来自|文章来自|来源网络)|(?:图片|信息|素材|文字|部分图片|内容)?(?:均)?来(?:自|源于?)(?:于)?(?:网络|互联网)"
)
# Words that make up a whole line of a widget, alone or several in a row.
_LONE = (
    r"分享|复制链接|微信好友|微信|微博|朋友圈|qq空间|qq好友|qq|打印本页|打印|关闭窗口|关闭|放大|缩小|默认|大|中|小|小字号|大字号|中字号|收藏本文|收藏|点赞|举报|"
    r"评论|听新闻|客户端下载|客户端|登录|注册|手机版|触屏版|电脑版|繁體|繁体|简体|english|英文版|无障碍|无障碍浏览|长者模式|关怀版|适老化|rss|设为首页|加入收藏|"
    r"网站首页|返回首页|首页|图集|关注我们|关注公众号|关注|更多|换一换|本期专题|上一期|下一期|上一版|下一版|往期回顾|天气预报|text|正文|原创|标签|关键词|"
    r"倒序看帖|正序看帖|倒序|正序|字体大小|版主|楼主|沙发|板凳|返回列表|回复|发帖|发新帖|(?:中级|高级|初级|注册|金牌|新手|论坛)会员|只看楼主|阅读模式|打印此文|打印此页|打印文章|关闭此页|我要纠错|纠错|top|end|调整字体|昨天|今天|前天|精华|积分|来自|帖子|主题|楼主|发消息|中尉|新手上路|字体|字号|a\+|a-|\d{1,2}(?:小时|分钟|天)前|\d{1,6}+|扫码|导航|菜单|搜索|投稿"
)
WIDGET = regex(rf"[\W_]{{0,4}}(?:(?:{_PHRASES})|(?:(?:{_LONE})[\W_]{{0,6}}){{1,8}}$)")
_HEADINGS = regex(rf"[\W_]{{0,4}}(?:(?:{_LISTS})[\W_]{{1,4}}){{2,8}}$")
_NO_PAGE = regex(
    r"(?:抱歉|对不起|很遗憾|提示)?[^。]{0,10}(?:您(?:所)?(?:访问|查找|请求|浏览|查看)的)?(?:页面|网页|内容|文章|链接|信息)(?:不存在|已(?:被)?删除|已失效|无法访问|找不到)|40[34]\s?(?:not\s?found|forbidden)|[^。]{0,10}没有权限访问|[^。]{0,20}域名(?:可以)?出售|(?:您的)?浏览器[^。]{0,12}(?:未启用|不支持|禁用)[^。]{0,6}javascript|请[^。]{0,8}(?:启用|开启)javascript|[^。]{0,8}(?:系统|网站|页面)[^。]{0,6}(?:升级|维护)(?:维护|中|,)|请完成[^。]{0,6}验证|^(?:验证中心|提示信息|系统提示|错误提示|出错了)$"
)
WEATHER = regex(r"[^。]{0,20}(?:多云|阵雨|晴|小雨|阴)[^。]{0,12}\d{1,2}\s?[℃°]")
# What sellers of links put on hijacked hosts.
_SPAM = regex(
    r"人妻|无码|jizz|黄片|(?:日韩|欧美|国产|亚洲)[^。]{0,8}(?:\bav|精品(?:视频|在线|一区|久久|免费)|广告词|无码|一区|成人|三级)|^(?:日韩|欧美)\(|"
    r"成人(?:视频|电影|网站)|\bav\b[^。]{0,6}(?:在线|片|视频)|(?:太阳城|葡京|威尼斯人|万博|ag|皇冠)(?:真人|娱乐|体育|官网|app|网址|平台|国际)|"
    r"澳门银河|开元棋牌|bet365|188bet|(?:注册|首存|开户)送|网上(?:博彩|赌场)|\(广告词\)|六合彩|久久(?:精品|综合|热)|草莓视频|啪啪|18禁|"
    r"<[a-z]{1,6}\s?[^>]{0,40}>"
)
_BREADCRUMB = regex(
    r"(?:当前|您(?:当前|现在|所在)?的?|所在|你(?:的|现在的)?|现在的?|导航|位置)\s?(?:位置|导航)|当前栏目|^首页\s?[>»›]|^首页[^。,;:!?]{0,60}正文[\W_]*$|位置导航|>>|^首页\s/\s|[^\s»›]\s?[»›]\s?[^\s»›]|[^>]\s?>\s?[^>]"
)
_IMAGE_NAME = regex(r"^[^\\/:*?\"<>|。]{1,120}\.(?:jpe?g|png|gif|bmp|webp|tiff?)$")
_SYSTEM_ROW = regex(r"(?:19|20)\d\d-\d{1,2}-\d{1,2}\s.{0,40}?\s\d{1,3}\s\d{1,3}\s|.{0,300}/enpproperty--?>\s?$", re.S)
_ADDRESS = regex(r"^(?:https?://|www\.)[^\s一-鿿]{3,300}$")
_MAX_LINE = 300
_NUMBERS = regex(r"^[\d\W_]{1,40}$|^(?:\s?\[(?:图|图片)\s?\d{0,2}\])+$")


def is_image_name(key: str) -> bool:
    """A line that is only the name of an image file."""
    return bool(_IMAGE_NAME.match(key))


def is_address(key: str) -> bool:
    """A line that is only a web address."""
    return bool(_ADDRESS.match(key))


def is_spam(key: str) -> bool:
    """Words of the link sellers that open the lines of hijacked hosts."""
    return len(key) < 120 and "。" not in key and bool(_SPAM.search(key))


def is_system_row(key: str) -> bool:
    """What systems of newspapers leave under a text: 2019-06-25 吴虹剑 1 1 淮北日报 content_61.html … /enpproperty-->."""
    return bool(_SYSTEM_ROW.match(key))


def is_missing_page(key: str) -> bool:
    """What a site says where the page is gone."""
    return bool(_NO_PAGE.match(key))


def is_menu(key: str) -> bool:
    """Four or more short items in a row, split by bars or spaces, without any sentence."""
    if len(key) > _MAX_LINE or "。" in key or ":" in key or re.search(r"\d{4}", key):
        return False
    if "|" not in key and not re.search(r"[一-鿿]", key):
        return False
    items = [item for item in re.split(r"[|丨·•/]|\s", key) if item]
    return len(items) >= 4 and max(map(len, items)) <= 10 and sum(map(len, items)) / len(items) <= 5.5


def is_breadcrumb(key: str) -> bool:
    """您的位置:首页 > 公益新闻, 首页>> 地方频道> 正文, 新疆文明网首页 > 图片."""
    return len(key) <= 120 and "。" not in key and "<" not in key and bool(_BREADCRUMB.search(key))


@remember
def is_noise(key: str) -> bool:
    """A line that is part of the page and never of the article."""
    if len(key) > _MAX_LINE:
        return False
    return bool(
        is_image_name(key)
        or is_address(key)
        or _NUMBERS.match(key)
        or (len(key) <= 60 and (WIDGET.match(key) or WEATHER.match(key)))
        or is_spam(key)
        or (len(key) <= 60 and (_HEADINGS.match(f"{key} ") or is_missing_page(key)))
        or is_menu(key)
    )


def is_widget(key: str) -> bool:
    """Noise that is safe to drop inside a text too, where a row of short words may be a list of names."""
    return is_noise(key) and not (is_menu(key) and "|" not in key)
