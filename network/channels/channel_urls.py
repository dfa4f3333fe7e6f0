"""URLs of the officers' screens for channels, under /admin/trang-mang-xa-hoi/."""

from django.urls import path

from .posting.notices import views as notices
from .register.desk import decisions, inherited_views, overview, safety_views, views
from .register.words import views as words

app_name = "channels_desk"
_ONE = "<int:channel_id>/"
urlpatterns = [
    *views.ChannelsView.paths(),
    *overview.OverviewView.paths("tong-quan/"),
    *inherited_views.InheritedView.paths("co-quan-da-ket-thuc/"),
    path("dang-ky/", views.RegisterView.as_view(), name="register"),
    path("tu-ngu/", words.WordsView.as_view(), name="words"),
    path("tu-ngu/tai-ve/", words.words_file, name="words_file"),
    path("tu-ngu/ban-moi/", words.IssueView.as_view(), name="issue_words"),
    path(
        "xac-nhan/<int:attestation_id>/",
        safety_views.attested_picture,
        name="attested_picture",
    ),
    path(_ONE, views.ChannelView.as_view(), name="channel"),
    path(f"{_ONE}sua/", views.EditView.as_view(), name="edit"),
    path(f"{_ONE}xoa/", views.DiscardView.as_view(), name="discard"),
    path(f"{_ONE}trinh/", views.SubmitView.as_view(), name="submit"),
    path(f"{_ONE}phe-duyet/", decisions.ApproveView.as_view(), name="approve"),
    path(f"{_ONE}tra-lai/", decisions.SendBackView.as_view(), name="send_back"),
    path(f"{_ONE}quyet-dinh/", decisions.DecideOwnerView.as_view(), name="decide_owner"),
    path(f"{_ONE}xac-minh/", decisions.DoubtView.as_view(), name="doubt"),
    path(f"{_ONE}xac-minh-xong/", decisions.ClearView.as_view(), name="clear"),
    path(f"{_ONE}doi-ten/", views.RenameView.as_view(), name="rename"),
    path(f"{_ONE}tam-dung/", views.PauseView.as_view(), name="pause"),
    path(f"{_ONE}dung-lai/", views.ResumeView.as_view(), name="resume"),
    path(f"{_ONE}ket-thuc/", views.EndView.as_view(), name="end"),
    path(f"{_ONE}quan-tri-vien/", safety_views.AddAdminView.as_view(), name="add_admin"),
    path(f"{_ONE}ban-giao/", safety_views.EndAdminView.as_view(), name="end_admin"),
    path(f"{_ONE}an-toan/", safety_views.AttestView.as_view(), name="attest"),
    path(f"{_ONE}thong-bao/", notices.AnnounceView.as_view(), name="announce"),
    path(f"{_ONE}ap-phich/", notices.poster, name="poster"),
    path(f"{_ONE}quy-che/", notices.regulation, name="regulation"),
    path(f"{_ONE}ket-thuc-thay/", inherited_views.SettleView.as_view(), name="settle"),
    path(f"{_ONE}minh-chung/", inherited_views.ending_file, name="ending_file"),
    path(f"{_ONE}tep/", decisions.approval_file, name="file"),
]
