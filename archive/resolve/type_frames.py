"""Frames that tell a kind of event without naming it: who did what, for whom, on which day.

A cue names its event (启动仪式); most reports of plain service do not: volunteers clear a river, bring a meal to a
lonely old man, carry two tons of coal to a school. Each frame is a doer or receiver and a deed within one sentence.
Deliberately not here: cue words (`resolve/data`), and the weighing of a page's types (`archive.resolve.event_type`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.resolve.holidays import find_named_days
from archive.resolve.passages import Passages, Sentence
from archive.resolve.vocabulary import NamedDay
from archive.text.regex import regex

_REACH = 60
"""Characters of one sentence between the doer and the deed."""

_LEDE = 2
"""Title and the first two sentences say what happened."""

_LEDES = {"care-visit": 1}
"""Who was cared for must stand at the very front: an old man turns up in many a report's second sentence."""

_OPENING = 160

_READ = 60
"""Sentences looked at: enough for the longest report."""


@dataclass(frozen=True, kw_only=True)
class FrameHit:
    """One sentence that shows a frame: the type it tells of, where the words stand, and the sentence's number."""

    code: str
    start: int
    end: int
    sentence: int
    in_lede: bool
    """Whether it stands where a report says what happened."""


_DOER = (
    r"(?:志愿者|义工|志工)(?!们?(?:协会|联合会|总会|学院|队伍建|代表|骨干|招募|报名|表彰|大会|培训|证|日|人数|奖))|志愿(?:服务)?[总大小支分]?队|志愿(?:医生|律师|教师|讲解员|司机|服务团|裁判|翻译|顾问)|"
    r"(?:服务|突击|巡护|巡逻|巡边|护学|宣讲|铲雪|环保|爱心|文艺|先锋|党员|夜巡|帮扶|守护)[小分大总车]?队|队员|"
    r"义警|社工|党员|干警|网格员|突击队员|大学生|医疗队|河小青|红马甲|蓝马甲|红袖标|爱心人士|热心市民|团员|青年突击|退休(?:花匠|医生|教师|工人)|"
    r"“[^”\n]{1,8}(?:队|组|妈妈|爷爷|奶奶|大爷|大妈|大姐|医生|桶长|课堂|学堂)”"
)
_HANDS_ON = (
    r"清[理扫雪除淤运捡]|打[捞扫]|捡[拾起走回了出]|捡[^,。;\n]{0,8}垃圾|净[滩河山]|擦[拭亮洗]|粉刷|修[剪缮理补葺]|修[^,。;\n]{0,3}[机车鞋伞锁灯]|维修|义务|免费|"
    r"安装|加装|更换|搬[运家开]|抢[收采种]|采[茶摘]|除草|套袋|栽[下树种]|植树|种[下植]|织补|缝[补制]|接送|护送|代[购取办买]|"
    r"跑腿|配送|送[餐药菜水饭]|引导|疏[导散]|看护|值[守班勤]|守护|守在|巡[护逻查河堤]|救[助起出]|劝[阻离导说]|辅导|教[^,。;\n师育室练]|"
    r"讲[解述给]|导[览盲]|陪[伴同着他她了护诊]|陪[^,。;\n]{1,12}|帮[助扶忙]?|解答|义[诊剪修]|读报|理发|剪[发指头]|量血压|看病|坐诊|诊脉|"
    r"换药|体检|筛查|拍[照摄合下]|做(?:家务|饭|好饭|了第)|摆[摊起]|设[点岗]|撒沙|铲雪|扫[雪街]|搀扶|指路|翻译|分流|维持秩序|执勤|测温|"
    r"搭[起建]|支起|开[办设]|上门|背送|分发|扫码|[量测]体温|登记信息|指引|摸排|接[到回]|送[到去上给来]|走访|慰问|看望|带领老"
)
_SERVED = regex(rf"(?:{_DOER})[^。!?;\n]{{0,{_REACH}}}?(?:{_HANDS_ON})")
_VISITED = regex(
    rf"(?:{_DOER})[^。!?;\n]{{0,30}}?(?:来到|走进|走入|前往|赶到|深入|奔赴|到了?|赴)[^,。!?;\n]{{0,14}}?(?:敬老院|养老院|福利院|养老公寓|老年公寓|养老中心|护理院|家中|家里|老人家)"
)
_SERVED_FIRST = regex(rf"(?:志愿者|义工)做的|(?:{_HANDS_ON})[^。!?;\n]{{0,20}}?的(?:{_DOER})")

_CARED_FOR = (
    r"空巢|独居|孤寡|留守|老人|长者|老奶奶|老爷爷|孤[儿残]|困难(?:群众|户|家庭|职工|学生)|贫困户|低保|特困|五保|环卫|保洁员|交警|"
    r"护边员|边防|战士|官兵|老兵|老战士|外来(?:建设者|务工)|务工(?:人员|家庭)|农民工|工友|患[儿者]|代课教师|乡村教师|瓜农|快递员|骑手|军[烈]?属|烈属|失独|"
    r"福利院|敬老院|养老院|困境|金婚|受助|一线(?:职工|工人|人员)"
)
_CARE = (
    r"送[去到上来给清温]|送[^,。;\n审达检往]{0,6}[饺粽饼汤茶被药米油花]|陪|慰问|看望|探望|走访|包饺子|包粽子|搓汤圆|聊天|唠家常|热饭|"
    r"暖心[^,。;\n]{0,4}餐|带[着领]|团[圆年]饭|年夜饭|吃[上到]|热茶|热饭|换药|体检|歇脚|照顾|照料|加装|过[节年]|庆生|过生日|祝寿|接到家|洗[脚头]|剪指甲|修面|拍[照摄]|"
    r"拍[^,。;\n]{0,8}照|心愿|拜年|送餐|(?:加|安|换)[^,。;\n]{0,4}(?:扶手|座椅|折叠椅|灯泡)"
)
_CARED = regex(
    rf"(?:{_CARED_FOR})[^。!?;\n]{{0,{_REACH}}}?(?:{_CARE})|(?:{_CARE})[^。!?;\n]{{0,{_REACH}}}?(?:{_CARED_FOR})"
)

_CHINESE = "一二三四五六七八九十两几"
_MANY = (
    rf"(?:(?<![\d.])\d{{2,7}}(?:\.\d{{1,4}})?[万千]?|(?<![{_CHINESE}百千万])[{_CHINESE}]{{0,4}}[百千万][{_CHINESE}百千]{{0,6}}"
    rf"|(?<![{_CHINESE}])[{_CHINESE}]{{1,4}}(?=[台套吨])|(?<!\d)\d(?=[台套吨])|一批|首批)"
)
_GOODS = (
    r"(?:冬衣|棉衣|衣[物服]|羽绒服|棉?被褥?|取?暖?煤|图书|书籍|书包|文具|设备|器材|饮水机|电脑|热水器|校服|物资|帐篷|轮椅|助听器|口罩|"
    r"防护服|大米|净水|课桌|体育用品|药品)"
)
_BROUGHT = r"(?:送[到往去给来抵达]|运[抵往到送]|交到|募得|捐[出给赠]|寄[到往]|转交|驰援|上路|装车|启运)"
_GIVEN = regex(
    rf"{_BROUGHT}[^。!?;\n]{{0,30}}?{_MANY}[余多]?[^,。;\n]{{0,6}}?{_GOODS}"
    rf"|{_MANY}[余多]?[^,。;\n]{{0,8}}?{_GOODS}[^。!?;\n]{{0,40}}?{_BROUGHT}"
    rf"|{_GOODS}[^,。;\n]{{0,6}}?{_MANY}[^。!?;\n]{{0,20}}?{_BROUGHT}"
)

_SPREAD = regex(
    r"(?:发放|派发|张贴|发出)[^,。;\n]{0,12}(?:手册|传单|宣传|资料|倡议|公约|贴纸|反光|明白纸|折页)|"
    r"(?:讲|宣讲|普及|宣传|演示|提醒|教)[^,。;\n]{0,14}(?:防溺水|防诈骗|反诈|防火|灭火器|自救|用电|禁毒|交通安全|骑车安全|安全知识|法律知识|无障碍|"
    r"环保知识|分类知识|健康知识|民法典)|集中宣誓|签名(?:墙|活动)"
)

# People who do by themselves what a volunteer would: the deed must be plain, or said to be for nothing.
_CITIZEN = (
    r"居民|村民|市民|群众|[中小大初高]学?生|师生|同学|学子|教师|老师|医生|护士|医护|律师|民警|交警|辅警|职工|员工|干部|青年|师傅|姐妹|妈妈|奶奶|爷爷|"
    r"渔民|农民|老兵|商户|店主|司机|理发师|技师|电工|家长|亲子家庭|公司|医院|协会"
)
_PLAIN_DEED = (
    r"清[理扫洗运淤]|铲[除雪走]|打扫|捡[拾起]|擦[拭洗亮]|植树|栽[下种]|种[下植]|疏导|指挥交通|搬[运开]|整理|消毒|消杀|理发|剪[发头]|梳头|义[诊剪修]|"
    r"[量测]血压|缝补|拆洗|[修补]鞋|维修|送[餐药菜水]|唱[老歌]|按摩|辅导作业|护送|引导|自发组[成织]|义务|免费|无偿|分文不取|不收(?:一分)?钱"
)
_SERVED_BY_CITIZENS = regex(rf"(?:{_CITIZEN})[^。!?;\n]{{0,40}}?(?:{_PLAIN_DEED})")

_MONEY = r"(?:元|现金|善款|积蓄|爱心款|爱心资金)"
_PAID = regex(
    rf"(?:掏出|拿出|捧出|献出|送来|寄来|汇来|打来|汇去|凑[出齐了])[^。!?;\n]{{0,24}}?{_MONEY}|元(?:善款|爱心款|爱心资金)[^,。;\n]{{0,12}}?(?:交[到给]|送[到往]|汇[往入给到])"
)
_AIDED = regex(
    r"(?:每[人名户生位]|学[生子]|高中生|家庭|患[儿者]|孤儿|困难职工)[^。!?;\n]{0,12}?(?:拿到|领到|领取|得到|获得|收到|获)[^,。;\n]{0,14}?(?:元|助学|补助|资助|救助|奖学)"
    r"|(?:基金|救助|补助|助学)[^。!?;\n]{0,16}?元?[^,。;\n]{0,6}?(?:拨[到付入]|打[到入进]|汇[到入]|发[到放]至?)[^,。;\n]{0,8}?(?:医院|账户|家[中庭里]|手[中里])"
)
_HELPERS = r"(?:志愿者|义工|志工|社工|队员|骨干|讲解员)"
_TAUGHT = regex(
    rf"(?:[为给向])[^,。;\n]{{0,14}}?{_HELPERS}们?[^,。;\n]{{0,12}}?(?:上了?[^,。;\n]{{0,6}}?课|上课|授课|讲授|讲课|培训|充电|辅导)"
    rf"|{_HELPERS}们?[^,。;\n]{{0,16}}?(?:学习了?[^,。;\n]{{0,12}}?(?:技能|技巧|知识|方法|手语|急救)|学手语|学急救|练习心肺)"
)
_MET = regex(
    r"(?:代表|负责人|专家|领袖|嘉宾|学者|委员|队长|会长)们?[^,。;\n]{0,16}?(?:围坐|齐聚|汇聚|欢聚|聚首|相聚|座谈|研讨|探讨|共商|共话|建言)"
)
# 召开…第一次全体会议, …工作汇报会在我市举行: whatever the meeting's own word is, it ends in 会 and is held.
_NO_MEETING = "(?=会)" + "".join(  # looked for first: what stands before it is asked two dozen times
    f"(?<!{words})"
    for words in (
        *(
            "运动",
            "联欢",
            "音乐",
            "博览",
            "展览",
            "展销",
            "表彰",
            "颁奖",
            "嘉许",
            "成立",
            "启动",
            "培训",
            "演唱",
            "读书",
            "朗诵",
            "招募",
            "招聘",
        ),
        *(
            "表彰大",
            "颁奖大",
            "嘉许大",
            "成立大",
            "启动大",
            "换届大",
            "动员大",
            "博览大",
            "展示大",
            "嘉年华大",
            "募捐大",
            "答谢大",
        ),
        *(
            "捐赠",
            "募捐",
            "慈善",
            "生日",
            "交流",
            "义卖",
            "委员",
            "基金",
            "联合",
            "促进",
            "十字",
            "分享",
            "拍卖",
            "推介",
            "游园",
            "茶话",
            "演奏",
        ),
        *(
            "晚",
            "歌",
            "庙",
            "灯",
            "协",
            "展",
            "总",
            "商",
            "学",
            "工",
            "社",
            "机",
            "拜",
            "诵",
            "拟",
            "都",
            "只",
            "才",
            "还",
            "也",
            "就",
        ),
    )
)
_HOLDING = regex(r"召开|会(?:议)?(?:\d{1,2}日)?(?:今[天日]|昨[天日]|近日|日前)?在[^,。;\n]{2,24}?举行")
_HELD = regex(
    rf"召开了?[^,。;\n]{{2,40}}?{_NO_MEETING}会(?:议)?(?=[,。;\n]|暨)|[一-龥]{{3}}{_NO_MEETING}会(?:议)?(?:\d{{1,2}}日)?(?:今[天日]|昨[天日]|近日|日前)?在[^,。;\n]{{2,24}}?(?:召开|举行)"
)
_SHARED = regex(
    r"(?:介绍|分享|交流)了?(?:各自|彼此|本地|当地|先进|工作|服务)?的?[^,。;\n]{0,12}?(?:做法|经验|心得|办法|案例)"
    r"|(?:组队|组团|专程|率队|带队|一行)[^,。;\n]{0,16}?(?:赴|到|来到|前往|走进)[^,。;\n]{0,16}?(?:充电|取经|考察|观摩|参访|学习|调研)"
)
_STUDENTS_OUT = regex(
    r"(?:大学|学院|师专|高校|研究生)(?!生村官)[^。!?;\n]{0,24}?(?:队员|支队|实践|支教|分队|课堂|志愿[服团]|服务[队团]|学[子生])[^。!?;\n]{0,30}?"
    r"(?:[县乡镇村]|山区|小学|夏令营)[^。!?;\n]{0,30}?(?:上课|课程|支教|调研|走访农|普通话|美术课|第一课|调查|授课|课堂)"
)
_GROWN = regex(
    r"从[^,。;\n]{1,14}?(?:变成|变为|增[加长]?[到至]|发展[到为]|扩大到|壮大[到为])|"
    r"(?<![\d第])(?:\d{1,2}|[一二两三四五六七八九十]{1,3})年(?:过去|来)[^。!?;\n]{0,30}?(?:累计|先后|已|共|换了)[^。!?;\n]{0,20}?(?:\d{2,}|[百千万])"
)


def find_frames(passages: Passages) -> Iterator[FrameHit]:
    """Every sentence of the text that shows a frame, a frame once a sentence, in reading order."""
    found = [hit for code, pattern in _FRAMES for hit in _hits(code, pattern, passages)]
    found.sort(key=lambda hit: hit.sentence)
    yield from found
    yield from _theme_days(passages)


def _hits(code: str, pattern: re.Pattern[str], passages: Passages) -> Iterator[FrameHit]:
    """The sentences that show one frame. Most pages show few: looking through the text at once finds where to look."""
    text = passages.folded
    last = 0 if code == "roundup" else min(_READ, len(passages.sentences)) - 1
    place, stop = 0, passages.sentences[last].end
    if (part := _PARTS.get(pattern)) is not None and not part.search(text, place, stop):
        return
    while (somewhere := pattern.search(text, place, stop)) is not None:
        sentence = passages.sentence_at(somewhere.start())
        match = pattern.search(text, sentence.start, sentence.end)
        if match is not None:
            lede = sentence.index <= _LEDES.get(code, _LEDE) or (
                code == "service" and match.start() < passages.body_start + _OPENING
            )
            yield FrameHit(code=code, start=match.start(), end=match.end(), sentence=sentence.index, in_lede=lede)
        place = sentence.end


def find_last_resort(passages: Passages) -> FrameHit | None:
    """What a page is taken for that neither cue nor frame explains, told by its lede; None where nobody serves in it."""
    for code, pattern in _LAST_RESORTS:
        match = pattern.search(passages.folded, 0, _end_of_lede(passages))
        if match is not None:
            sentence = passages.sentence_at(match.start()).index
            return FrameHit(code=code, start=match.start(), end=match.end(), sentence=sentence, in_lede=True)
    return None


# 启动2023年全国…活动, 启动“顺路帮”行动: what was started has a name too long for a cue.
_STARTED = regex(
    r"(?<!待)(?<!将)(?<!后)启动了?[“\"《12全第首年新]+[^,。;\n]{0,36}?(?:活动|行动|项目|计划|工程|大赛|服务|推选)(?!以来|后|招募)"
)
# 十年资助学生3106名: years and totals in the title are a look back.
_SUMMED_UP = regex(
    r"(?<![\d第])(?:\d{1,2}|[一二两三四五六七八九十]{1,3})年(?:来|间)?(?![级度底前初内])[^年月日\n]{0,12}?(?:\d{2,}|[一二两三四五六七八九十]{0,4}[百千万])"
)

# 注册志愿者已达6136万名: where nothing else is news, the count is.
_COUNTED = regex(
    r"(?:注册志愿者|志愿者(?:总数|人数|队伍|总人数)?|服务(?:时[长间]|团体|组织))[^。;\n]{0,24}?(?:已?达到?|超过?|突破|增长到|增至|共有|已有)了?[^,。;\n\d一二两三四五六七八九十]{0,6}(?:\d|[一二两三四五六七八九十百千]+[余多]?万)"
)

_FRAMES = (
    ("launch", _STARTED),
    ("service", _SERVED),
    ("service", _SERVED_FIRST),
    ("service", _VISITED),
    ("care-visit", _CARED),
    ("donation", _GIVEN),
    ("campaign", _SPREAD),
    ("roundup", _SUMMED_UP),
    ("donation", _PAID),
    ("aid", _AIDED),
    ("training", _TAUGHT),
    ("meeting", _MET),
    ("meeting", _HELD),
    ("exchange", _SHARED),
    ("practice", _STUDENTS_OUT),
)

_PARTS = {_HELD: _HOLDING, _GIVEN: regex(_GOODS)}
"""Of frames that may begin with any character or number, what each of their matches holds."""

# The surest first: an account of growth, people who serve, a volunteer whatever the deed.
_LAST_RESORTS = (
    ("roundup", _GROWN),
    ("roundup", _COUNTED),
    ("service", _SERVED_BY_CITIZENS),
    ("service", regex(_DOER)),
)

# Days on which people are honoured or rest: they are kept by a feast or a visit, not by a campaign.
_NO_CAMPAIGN = regex(
    r"教师节|护士节|医师节|记者节|妇女节|劳动节|儿童节|青年节|植树节|博物馆日|档案日|公祭日|99公益日|家庭日"
)


def _theme_days(passages: Passages) -> Iterator[FrameHit]:
    """A theme day the page says is today, counts, or carries in its title."""
    for mention in find_named_days(passages.folded[: _end_of_lede(passages)]):
        counted = isinstance(mention.day, NamedDay) and mention.day.year_zero is not None
        if not counted or _NO_CAMPAIGN.search(mention.day.name) or mention.approximate:
            continue
        sentence = passages.sentence_at(mention.start)
        if sentence.index == 0 or mention.framed or mention.year is not None:
            yield FrameHit(
                code="theme-day", start=mention.start, end=mention.end, sentence=sentence.index, in_lede=True
            )


def _end_of_lede(passages: Passages) -> int:
    lede: Sentence = passages.sentences[min(_LEDE, len(passages.sentences) - 1)]
    return lede.end
