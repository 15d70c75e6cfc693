"""Invented people for the redaction benchmark: given and family names by origin, one half to develop on, one to report.

Each half mixes common names with rare ones, so that the flagger's own lists hold some and not others; the benchmark
says for every mention whether they do. No real person is meant.
"""

DEVELOP: dict[str, tuple[str, str]] = {
    "English": ("Margaret Colin Beatrix Nigel Harriet Clive Annabel Rupert", "Hargreaves Blenkinsop Whitlock Thackray Sutcliffe Pettifer Wainwright Oddie"),
    "Irish": ("Aoife Ciarán Bríd Fintan Sinéad Donncha Muireann Lorcan", "O'Sullivan Ní Bhriain|McGlinchey Breathnach Gallagher Mac an Bhaird|Scullion Heneghan"),
    "Scottish": ("Eilidh Hamish Mhairi Struan Catriona Ruaridh Morag Finlay", "MacLeod Abercrombie Urquhart Dalgleish Mackintosh Auchterlonie McPhail Kinnaird"),
    "Welsh": ("Angharad Gethin Lleucu Ifor Rhiannon Meurig Ffion Tecwyn", "Prydderch Llewellyn Gwynedd-Jones Ap Rhys|Bebb Eynon Parry Cadwaladr"),
    "Nigerian": ("Chidinma Oluwaseun Ebelechukwu Babatunde Ngozi Ekundayo Amarachi Tersoo", "Okonkwo Adeyemi Nwachukwu-Obi Ogunlesi Eze Ayodeji-Cole Umunna Babajimi"),
    "Ghanaian": ("Akosua Kwabena Nhyira Kojo Abena Ekua Yaw Mawuena", "Mensah Owusu-Ansah Agyepong Boakye Asantewaa Tsikata Dzokoto Ofosuhene"),
    "Indian": ("Priya Rajesh Meenakshi Gurpreet Lakshmi Yashoda Vikram Parvathy", "Patel Raghunathan Venkataramanan Chatterjee Kaur Deshpande Namboodiri Sivaprasad"),
    "Pakistani": ("Shazia Imran Rukhsana Zulqarnain Nadia Fahmida Waqas Aurangzeb", "Hussain Chaudhry Rajput-Malik Qureshi Khattak Akhtar Bukhari Sheikhzada"),
    "Bangladeshi": ("Taslima Rafiqul Nusrat Shafiul Farzana Moushumi Tanvir Ashraful", "Begum Chowdhury Majumder Howlader Khatun Talukder Bhuiyan Sikdar"),
    "Polish": ("Agnieszka Krzysztof Bogumiła Zbigniew Katarzyna Wacław Małgorzata Jędrzej", "Kowalczyk Wiśniewska Brzęczyszczykiewicz Nowak Szczepański Grzelak Dąbrowska Trzaskowski"),
    "Chinese": ("Xiuying Wei Mei-Ling Haoyu Li Guanting Yan Jingyi", "Wang Zhang Ouyang Cheung Liu Szeto Huang Tsang"),
    "Arabic": ("Fatima Mahmoud Abeer Tariq Noor Ghassan Layla Wissam", "Al-Rashidi Hassan Bin Khalifa|El-Sayed Haddad Al Jaziri|Mansour Shakhshir"),
    "Caribbean": ("Shanice Delroy Marcia Winston Keisha Fitzroy Althea Kemar", "Braithwaite Campbell Beckford-Lewis Charlemagne Grant Pinnock Fontenelle Goodison"),
}  # fmt: skip

REPORT: dict[str, tuple[str, str]] = {
    "English": ("Dorothy Graham Philippa Trevor Lucinda Barnaby Maureen Piers", "Entwistle Bickerstaffe Holloway Murgatroyd Ashworth Tunnicliffe Pemberton Gathercole"),
    "Irish": ("Niamh Pádraig Gráinne Colm Oonagh Tiernán Sorcha Fionnbharr", "Ó Ceallaigh|O'Donoghue Mulcahy Ní Dhomhnaill|McElhinney Fitzgerald Tuohy Loughnane"),
    "Scottish": ("Isla Callum Ailsa Torquil Shona Lachlann Kirsty Gillespie", "Buchanan Colquhoun MacGillivray Farquharson Drummond Strathearn McCorquodale Lochhead"),
    "Welsh": ("Carys Dafydd Eluned Gwilym Siân Hedd Bronwen Emrys", "Vaughan-Evans Protheroe Ceiriog Griffiths Ap Gwilym|Mostyn Penhallurick Bowen"),
    "Nigerian": ("Folasade Chukwuemeka Osaretin Tunde Ifeoma Abisola Nnamdi Ufuoma", "Balogun Igbinedion Onyekachukwu Adebayo-Smith Okafor Ighodaro Nwosu Oyebanjo"),
    "Ghanaian": ("Adwoa Kwame Serwaa Fiifi Efua Kwaku Nana Ama|Delali", "Asante Amoah Gyamerah Nkrumah Acheampong Ablorh Quaye Fiagbedzi"),
    "Indian": ("Anjali Sanjay Thenmozhi Harpreet Sunita Bhaskar Deepa Jayalalitha", "Sharma Krishnamurthy Bhattacharjee Singh Gopalakrishnan Mehta Thiruvengadam Kulkarni"),
    "Pakistani": ("Saima Kashif Mehreen Bilal Tahira Khizar Asma Zarak", "Khan Mirza Gillani Siddiqui Janjua Cheema Durrani Kakakhel"),
    "Bangladeshi": ("Sharmin Mizanur Jannatul Habibur Rehana Tonmoy Nazma Shahriar", "Rahman Miah Mozumder Uddin Sarker Akanda Biswas Patwary"),
    "Polish": ("Magdalena Piotr Stanisława Radosław Ewelina Mieczysław Joanna Przemysław", "Lewandowska Wójcik Chrzanowski Zielińska Maciejewski Gołębiowska Piątek Wyszyński"),
    "Chinese": ("Jing Chun-Wai Xiaolan Zhiqiang Hui Siu-Fong Ming Yuxuan", "Chen Leung Zheng Kwok Sun Ng Xu Fung"),
    "Arabic": ("Amina Khalid Hanadi Yousef Rania Muhannad Salma Qusay", "Abdullah Al-Masri El Fassi|Najjar Ibn Saud|Khoury Barghouti Al-Tikriti"),
    "Caribbean": ("Tanisha Leroy Yvonne Desmond Shevonne Errol Cordelia Jahmai", "Cumberbatch Williams St Hilaire|Blackwood Joseph Thibou Wedderburn Montrose"),
}  # fmt: skip


def listed(names: str) -> list[str]:
    """The names in one string: blank-separated, a family name of several words between bars."""
    found: list[str] = []
    for part in names.split("|"):
        words = part.split()
        # A name of several words stands at the end of its part: 'Mac an Bhaird' after the single ones.
        while words:
            if len(words) >= 2 and _opens(words[0]) and not any(_opens(word) for word in words[2:]):
                found.append(" ".join(words))
                break
            found.append(words.pop(0))
    return found


def _opens(word: str) -> bool:
    return word in {"Ní", "Ó", "Mac", "Ap", "Bin", "Al", "El", "Ibn", "St", "Nana"}
